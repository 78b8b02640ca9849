import { useQuery } from "@tanstack/react-query";
import type { Meeting } from "@/api";
import { isProblem } from "@/api";
import { Failed } from "@/ui";
import { pollsQuery } from "../call/parts/talk/polls/polls";
import { chartsQuery } from "../quality/queries";
import { FilesCard } from "./FilesCard";
import { PollsCard } from "./PollsCard";
import { QualityCard } from "./QualityCard";
import { filesQuery, recordingsQuery } from "./queries";
import { RecordingsCard } from "./RecordingsCard";

/** What a meeting leaves behind, beside who was there. What there was none of is not spoken of. */
export function Summary({ meeting }: { meeting: Meeting }) {
  const { code } = meeting;
  const recordings = useQuery(recordingsQuery(code));
  const files = useQuery(filesQuery(code));
  const polls = useQuery(pollsQuery(code));
  const charts = useQuery(chartsQuery(code, meeting.state === "open"));
  const failed = [recordings, files, polls, charts].find(
    // Who was in it only as somebody else's guest reads less than its host.
    (query) => query.isError && !query.data && !(isProblem(query.error) && query.error.status === 403),
  );
  return (
    <>
      {recordings.data && recordings.data.items.length > 0 ? (
        <RecordingsCard code={code} recordings={recordings.data.items} />
      ) : null}
      {files.data && files.data.items.length > 0 ? <FilesCard files={files.data.items} /> : null}
      {polls.data && polls.data.items.length > 0 ? <PollsCard polls={polls.data.items} /> : null}
      {charts.data && charts.data.participants.length > 0 ? <QualityCard charts={charts.data} /> : null}
      {failed ? <Failed error={failed.error} onRetry={() => failed.refetch()} /> : null}
    </>
  );
}
