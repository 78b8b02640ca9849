import { Button, Skeleton } from "@mantine/core";
import { IconLinkOff, IconLock, IconPlugConnectedX, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { CopyLink, day, LinkButton, PageHead, StatePage } from "@/ui";
import { meetingCodeOf } from "../code";
import { attendanceQuery } from "../queries";
import { StateBadge } from "../StateBadge";
import { WhoAnswers } from "../WhoAnswers";
import { AttendanceTable } from "./AttendanceTable";
import classes from "./details.module.css";
import { Summary } from "./Summary";
import { Timeline } from "./Timeline";

export function DetailsPage() {
  const { t } = useTranslation();
  const { code } = useParams({ from: "/framed/meetings/$code" });
  const attendance = useQuery({ ...attendanceQuery(code), enabled: meetingCodeOf(code) !== null });

  if (meetingCodeOf(code) === null || isProblem(attendance.error, "meeting-unknown")) {
    return (
      <StatePage
        icon={<IconLinkOff size={28} stroke={1.5} />}
        title={t("room.unknownTitle")}
        actions={<LinkButton to="/meetings">{t("details.toMeetings")}</LinkButton>}
      >
        <p>{t("room.unknownText")}</p>
      </StatePage>
    );
  }
  if (isProblem(attendance.error) && [401, 403, 404].includes(attendance.error.status)) {
    return (
      <StatePage
        icon={<IconLock size={28} stroke={1.5} />}
        title={t("details.hostOnlyTitle")}
        actions={
          <LinkButton to="/meetings" variant="default">
            {t("details.toMeetings")}
          </LinkButton>
        }
      >
        <p>{t("details.hostOnlyText")}</p>
      </StatePage>
    );
  }
  if (attendance.isError && !attendance.data) {
    return (
      <StatePage
        icon={<IconPlugConnectedX size={28} stroke={1.5} />}
        title={isProblem(attendance.error) ? attendance.error.title : t("problem.failed")}
        actions={<Button onClick={() => attendance.refetch()}>{t("common.retry")}</Button>}
      >
        <p>{isProblem(attendance.error) ? attendance.error.detail : t("problem.failedDetail")}</p>
      </StatePage>
    );
  }
  if (!attendance.data) return <Skeleton height={320} aria-busy />;

  const { meeting, participants, as_of, whole } = attendance.data;
  return (
    <>
      <PageHead
        title={t("details.title", { date: day(meeting.started_at ?? meeting.created_at) })}
        actions={
          <>
            <LinkButton to="/meetings/$code/recordings" params={{ code: meeting.code }} variant="subtle">
              {t("meetings.recordings")}
            </LinkButton>
            <CopyLink link={meeting.link} />
            {meeting.state === "open" ? (
              <LinkButton to="/m/$code" params={{ code: meeting.code }}>
                {t("details.join")}
              </LinkButton>
            ) : null}
          </>
        }
      >
        <span className={classes.facts}>
          <span>{meeting.code}</span> <StateBadge meeting={meeting} /> <WhoAnswers meeting={meeting} />
        </span>
      </PageHead>
      {participants.length === 0 ? (
        <StatePage scale="block" icon={<IconUsers size={28} stroke={1.5} />} title={t("details.nobody")}>
          <p>{t("details.nobodyText")}</p>
        </StatePage>
      ) : (
        <>
          <Timeline meeting={meeting} participants={participants} asOf={as_of} />
          <AttendanceTable code={meeting.code} participants={participants} whole={whole} />
        </>
      )}
      <Summary meeting={meeting} />
    </>
  );
}
