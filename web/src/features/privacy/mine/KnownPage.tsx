import { Button, Skeleton } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Failed, LinkButton, Moment, PageHead, StatePage } from "@/ui";
import classes from "./mine.module.css";
import { itemsQuery, type KnownItem, knownQuery } from "./queries";

/** Everything of one kind that is known about me, the newest first, in words. */
export function KnownPage() {
  const { t, i18n } = useTranslation();
  const { category } = useParams({ from: "/framed/privacy/mine/known/$category" });
  const known = useQuery(knownQuery);
  const found = useInfiniteQuery(itemsQuery(category, i18n.language));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const back = <LinkButton to="/privacy/mine">{t("mine.title")}</LinkButton>;
  if (isProblem(found.error, "category-unknown")) {
    return (
      <StatePage icon={<IconFolderOpen size={28} stroke={1.5} />} title={t("mine.kindUnknown")} actions={back}>
        <p>{t("mine.kindUnknownText")}</p>
      </StatePage>
    );
  }
  return (
    <div className={classes.page}>
      <PageHead title={known.data?.categories.find((each) => each.id === category)?.label ?? "…"} actions={back}>
        {t("mine.itemsText")}
      </PageHead>
      {found.isPending ? (
        <ul className={classes.items} aria-busy>
          {[0, 1, 2, 3].map((each) => (
            <li key={each} className={classes.item}>
              <Skeleton height={16} width={180} />
              <Skeleton height={12} width="70%" mt={12} />
            </li>
          ))}
        </ul>
      ) : null}
      {found.isError && !found.data ? <Failed error={found.error} onRetry={() => found.refetch()} /> : null}
      {found.data && items.length === 0 ? (
        <StatePage scale="block" icon={<IconFolderOpen size={28} stroke={1.5} />} title={t("mine.none")}>
          <p>{t("mine.noneText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ul className={classes.items}>
          {items.map((item) => (
            <Item key={`${item.what}/${item.id}`} item={item} />
          ))}
        </ul>
      ) : null}
      {found.hasNextPage ? (
        <div className={classes.further}>
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            {t("mine.further")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Item({ item }: { item: KnownItem }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item} data-testid="known-item">
      <h2>{item.what}</h2>
      <dl className={classes.words}>
        {item.words.map((word) => (
          <div key={word.label}>
            <dt>{word.label}</dt>
            <dd>{word.moment ? <Moment at={word.moment} /> : word.value}</dd>
          </div>
        ))}
      </dl>
      {item.partly ? <p className={classes.soft}>{t("mine.partly")}</p> : null}
      {item.not_shown.map((why) => (
        <p key={why} className={classes.soft}>
          {why}
        </p>
      ))}
      {item.correct_at ? (
        <p className={classes.soft}>
          <Link to={item.correct_at as "/settings/profile"}>{t("mine.correct")}</Link>
        </p>
      ) : null}
    </li>
  );
}
