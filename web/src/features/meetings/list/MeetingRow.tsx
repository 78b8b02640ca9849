import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MeetingItem } from "@/api";
import { CopyLink, duration, Moment } from "@/ui";
import { StateBadge } from "../StateBadge";
import classes from "./list.module.css";

export function MeetingRow({ meeting }: { meeting: MeetingItem }) {
  const { t } = useTranslation();
  return (
    <li className={classes.row}>
      <Link to="/meetings/$code" params={{ code: meeting.code }} className={classes.main}>
        <span className={classes.when}>
          <Moment at={meeting.started_at ?? meeting.created_at} />
        </span>
        <span className={classes.code}>{meeting.code}</span>
      </Link>
      <span className={classes.facts}>
        {meeting.started_at ? (
          <>
            <span>{duration(meeting.duration_seconds)}</span>
            <span>{t("meetings.people", { count: meeting.participants })}</span>
          </>
        ) : (
          <span>{meeting.state === "open" ? t("meetings.notYet") : t("meetings.notStarted")}</span>
        )}
      </span>
      <span className={classes.state}>
        <StateBadge meeting={meeting} />
      </span>
      <CopyLink link={meeting.link} compact />
    </li>
  );
}
