import { ActionIcon, Button, Skeleton, Title, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Moment } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { useOrganization } from "../OrganizationLayout";
import dialogs from "../organizations.module.css";
import { roleName } from "../roles";
import classes from "./joining.module.css";
import { type Expected, expectedQuery, removeExpected } from "./queries";

/** Who was entered by phone or by a list, and has not answered yet. */
export function ExpectedSection() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const expected = useInfiniteQuery(expectedQuery(organization.id));
  const [removing, setRemoving] = useState<Expected | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => removeExpected(organization.id, id),
    onSuccess: async () => {
      setRemoving(null);
      await queryClient.invalidateQueries({ queryKey: expectedQuery(organization.id).queryKey });
    },
  });
  const items = expected.data?.pages.flatMap((page) => page.items) ?? [];
  const total = expected.data?.pages[0]?.total ?? 0;
  return (
    <section className={classes.section}>
      <Title order={2}>{t("joining.expected.title")}</Title>
      <p className={classes.lead}>
        {total > 0 ? t("joining.expected.count", { count: total }) : t("joining.expected.empty")}
      </p>
      {expected.isPending ? <Skeleton height={136} aria-busy /> : null}
      {expected.isError && !expected.data ? <Failed error={expected.error} onRetry={() => expected.refetch()} /> : null}
      {items.length > 0 ? (
        <ul className={classes.list} aria-label={t("joining.expected.title")}>
          {items.map((each) => (
            <li key={each.id} className={classes.row} data-testid="expected">
              <div className={classes.main}>
                <span className={classes.title}>
                  <bdi>{each.name || each.phone}</bdi>
                </span>
                <span className={classes.sub}>
                  {each.name ? <bdi>{each.phone}</bdi> : null}
                  <span>
                    {roleName(t, each.role)}
                    {each.department ? <bdi> · {each.department.name}</bdi> : null}
                  </span>
                  <bdi>{t("joining.expected.source", { source: each.source_detail })}</bdi>
                  <Moment at={each.entered_at} />
                </span>
              </div>
              <Tooltip label={t("joining.expected.remove")}>
                <ActionIcon
                  variant="subtle"
                  size={40}
                  onClick={() => {
                    remove.reset();
                    setRemoving(each);
                  }}
                  aria-label={t("joining.expected.removeNamed", { name: each.name || each.phone })}
                  data-testid="remove-expected"
                >
                  <IconX size={20} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ul>
      ) : null}
      {expected.hasNextPage ? (
        <Button variant="default" loading={expected.isFetchingNextPage} onClick={() => expected.fetchNextPage()}>
          {t("joining.more")}
        </Button>
      ) : null}
      {removing ? (
        <ConfirmDialog
          title={t("joining.expected.removeTitle", { name: removing.name || removing.phone })}
          confirm={t("joining.expected.remove")}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removing.id)}
          onClose={() => setRemoving(null)}
        >
          <p className={dialogs.text}>{t("joining.expected.removeText")}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
