import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { Failed, gap, Moment } from "@/ui";
import classes from "./details.module.css";
import { activityQuery } from "./queries";

/** What was done, the latest first; whoever manages sees who read it, too. */
export function Acts({ node }: { node: string }) {
  const { t } = useTranslation();
  const me = usePerson()?.id;
  const acts = useInfiniteQuery(activityQuery(node));
  const items = acts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h3>{t("preview.activity")}</h3>
      {acts.isPending ? <Skeleton height={80} aria-busy /> : null}
      {acts.isError && !acts.data ? <Failed error={acts.error} onRetry={() => acts.refetch()} /> : null}
      <ul className={classes.list}>
        {items.map((act) => (
          <li key={act.id} className={classes.act} data-testid="act">
            <span>
              <strong>{act.person && act.person.id === me ? t("sharing.youNameless") : act.actor}</strong>
              {gap()}
              {act.sentence}
            </span>
            <small>
              <Moment at={act.at} />
            </small>
          </li>
        ))}
      </ul>
      {acts.hasNextPage ? (
        <Button variant="default" size="sm" loading={acts.isFetchingNextPage} onClick={() => acts.fetchNextPage()}>
          {t("preview.more")}
        </Button>
      ) : null}
    </section>
  );
}
