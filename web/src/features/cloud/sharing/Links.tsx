import { Button } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { LinkForm } from "./LinkForm";
import { LinkRow } from "./LinkRow";
import { changeLink, linksQuery, makeLink, withdrawLink } from "./queries";
import classes from "./sharing.module.css";

/** The secret addresses of a file or folder. */
export function Links({ node, isFolder }: { node: string; isFolder: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const links = useQuery(linksQuery(node));
  const [edited, setEdited] = useState<string | null>(null);
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["cloud"] });
      setEdited(null);
    },
  });
  const items = links.data?.items ?? [];
  const form = { isFolder, pending: act.isPending, onCancel: () => setEdited(null) };
  return (
    <section>
      <h3>{t("sharing.links")}</h3>
      <ProblemNote error={act.error ?? links.error} />
      {items.length > 0 ? (
        <ul className={classes.list} aria-label={t("sharing.links")}>
          {items.map((link) => (
            <li key={link.id}>
              {edited === link.id ? (
                <LinkForm
                  {...form}
                  link={link}
                  onSubmit={({ kind: _, ...change }) => act.mutate(() => changeLink(link.id, change))}
                />
              ) : (
                <LinkRow
                  link={link}
                  pending={act.isPending}
                  onEdit={() => setEdited(link.id)}
                  onWithdraw={() => act.mutate(() => withdrawLink(link.id))}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {edited === "new" ? (
        <LinkForm {...form} onSubmit={(terms) => act.mutate(() => makeLink(node, terms))} />
      ) : (
        <Button
          variant="default"
          leftSection={<IconLink size={18} stroke={1.5} />}
          onClick={() => {
            act.reset();
            setEdited("new");
          }}
          data-testid="new-link"
        >
          {t("sharing.newLink")}
        </Button>
      )}
    </section>
  );
}
