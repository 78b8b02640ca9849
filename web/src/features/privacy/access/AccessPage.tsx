import { Button, Skeleton } from "@mantine/core";
import { IconEyeCheck } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DataAccess } from "@/api";
import { Failed, Moment, PageHead, StatePage } from "@/ui";
import type { Language } from "@/ui/i18n";
import classes from "./access.module.css";
import { Holds } from "./Holds";
import { ProofCard } from "./ProofCard";
import { accessesQuery } from "./queries";

/** What others did with my data, in words; each with the proof that it stands in the log as it was written. */
export function AccessPage() {
  const { t, i18n } = useTranslation();
  const accesses = useInfiniteQuery(accessesQuery(i18n.language as Language));
  const items = accesses.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <article className={classes.page}>
      <PageHead title={t("accesses.title")}>{t("accesses.lead")}</PageHead>
      <Holds />
      {accesses.isPending ? (
        <ol className={classes.list} aria-busy>
          {Array.from({ length: 6 }, (_, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
            <li key={number}>
              <Skeleton height={20} my={14} mx={16} />
            </li>
          ))}
        </ol>
      ) : null}
      {accesses.isError && !accesses.data ? <Failed error={accesses.error} onRetry={() => accesses.refetch()} /> : null}
      {accesses.data && items.length === 0 ? (
        <StatePage scale="block" icon={<IconEyeCheck size={28} stroke={1.5} />} title={t("accesses.empty")}>
          <p>{t("accesses.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ol className={classes.list} aria-label={t("accesses.title")}>
          {items.map((access) => (
            <Row key={access.id} access={access} />
          ))}
        </ol>
      ) : null}
      {accesses.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={accesses.isFetchingNextPage} onClick={() => accesses.fetchNextPage()}>
            {t("accesses.more")}
          </Button>
        </div>
      ) : null}
    </article>
  );
}

function Row({ access }: { access: DataAccess }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li data-testid="access">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={classes.row}>
          <span>
            <strong>{access.by_me ? t("accesses.you") : access.who}</strong> {access.what}
          </span>
          <Moment at={access.at} />
        </summary>
        {open ? (
          access.number === null ? (
            <p className={classes.proof}>{t("accesses.waiting")}</p>
          ) : (
            <ProofCard number={access.number} />
          )
        ) : null}
      </details>
    </li>
  );
}
