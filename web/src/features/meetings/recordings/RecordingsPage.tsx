import { Button } from "@mantine/core";
import { IconPlayerRecord } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed, LinkButton, PageHead, StatePage } from "@/ui";
import classes from "../list/list.module.css";
import { Rows, RowsSkeleton } from "../list/Rows";
import { meetingRecordingsQuery, type RecordingRow, recordingsQuery } from "./queries";
import { Row } from "./Row";

/** Every recording that I made or am in, in the space I work in. */
export function RecordingsPage() {
  const { t } = useTranslation();
  const { org } = useSearch({ from: "/framed/meetings/recordings" });
  const recordings = useInfiniteQuery(recordingsQuery(org));
  return (
    <>
      <PageHead
        title={t("recording.list.title")}
        actions={
          <LinkButton to="/meetings" search={org ? { org } : {}} variant="default">
            {t("recording.list.toMeetings")}
          </LinkButton>
        }
      />
      <List
        rows={recordings.data?.pages.flatMap((page) => page.items)}
        error={recordings.error}
        onRetry={() => recordings.refetch()}
      />
      {recordings.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={recordings.isFetchingNextPage} onClick={() => recordings.fetchNextPage()}>
            {t("meetings.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Those of one meeting. */
export function MeetingRecordingsPage() {
  const { t } = useTranslation();
  const { code } = useParams({ from: "/framed/meetings/$code/recordings" });
  const recordings = useQuery(meetingRecordingsQuery(code));
  return (
    <>
      <PageHead
        title={t("recording.list.ofMeeting")}
        actions={
          <LinkButton to="/meetings/recordings" variant="default">
            {t("recording.list.all")}
          </LinkButton>
        }
      >
        {code}
      </PageHead>
      <List rows={recordings.data?.items} error={recordings.error} onRetry={() => recordings.refetch()} />
    </>
  );
}

function List({ rows, error, onRetry }: { rows: RecordingRow[] | undefined; error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  if (!rows && error) return <Failed error={error} onRetry={onRetry} />;
  if (!rows) return <RowsSkeleton />;
  if (rows.length === 0) {
    return (
      <StatePage
        scale="block"
        icon={<IconPlayerRecord size={28} stroke={1.5} />}
        title={t("recording.list.empty")}
        actions={<LinkButton to="/meetings">{t("recording.list.toMeetings")}</LinkButton>}
      >
        <p>{t("recording.list.emptyText")}</p>
      </StatePage>
    );
  }
  return (
    <Rows label={t("recording.list.title")}>
      {rows.map((row) => (
        <Row key={row.id} recording={row} />
      ))}
    </Rows>
  );
}
