import { useTranslation } from "react-i18next";
import type { Meeting } from "@/api";
import classes from "./badge.module.css";

export function StateBadge({ meeting }: { meeting: Pick<Meeting, "state" | "people_now"> }) {
  const { t } = useTranslation();
  if (meeting.state === "ended") return <span className={classes.badge}>{t("meetings.ended")}</span>;
  if (meeting.people_now > 0) {
    return (
      <span className={`${classes.badge} ${classes.live}`}>{t("meetings.live", { count: meeting.people_now })}</span>
    );
  }
  return <span className={`${classes.badge} ${classes.open}`}>{t("meetings.open")}</span>;
}
