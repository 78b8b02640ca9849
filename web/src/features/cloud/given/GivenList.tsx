import { Button } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed, StatePage } from "@/ui";
import { ListSkeleton } from "../browse/EmptyList";
import { EMPTY } from "../labels";
import { GivenRow } from "./GivenRow";
import classes from "./given.module.css";
import { type Given, givenQuery } from "./queries";

interface Props {
  onShare: (node: string) => void;
}

/** Everything I shared, with whom or by which link, the latest first. */
export default function GivenList({ onShare }: Props) {
  const { t } = useTranslation();
  const given = useInfiniteQuery(givenQuery);
  const items = given.data?.pages.flatMap((page) => page.items) ?? [];
  if (given.isPending) return <ListSkeleton />;
  if (given.isError && !given.data) return <Failed error={given.error} onRetry={() => given.refetch()} />;
  if (items.length === 0) {
    return (
      <StatePage scale="block" icon={<IconLink size={28} stroke={1.5} />} title={t(EMPTY.given.title)}>
        <p>{t(EMPTY.given.text)}</p>
      </StatePage>
    );
  }
  return (
    <>
      <ul className={classes.list} data-testid="given">
        {items.map((each) => (
          <li key={keyOf(each)}>
            <GivenRow given={each} onShare={() => onShare(each.node)} />
          </li>
        ))}
      </ul>
      {given.hasNextPage ? (
        <Button variant="default" loading={given.isFetchingNextPage} onClick={() => given.fetchNextPage()}>
          {t("preview.more")}
        </Button>
      ) : null}
    </>
  );
}

const keyOf = ({ share, link }: Given) => link?.id ?? share?.share ?? "";
