import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { day, dayAndClock, duration, Moment } from "@/ui";
import list from "../list/list.module.css";
import { isMaking, type RecordingRow } from "./queries";
import classes from "./recordings.module.css";

const DAY = 86_400_000;
// From here on the day it goes is worth a line.
const SOON = 14;

export function Row({ recording }: { recording: RecordingRow }) {
  const { t } = useTranslation();
  const { begun_at, expires_at } = recording;
  const goesSoon = expires_at !== null && new Date(expires_at).getTime() - Date.now() < SOON * DAY;
  return (
    <li className={list.row} data-testid="recording-row">
      <Link
        to="/meetings/$code/recordings/$recording"
        params={{ code: recording.code, recording: recording.id }}
        className={list.main}
      >
        <span className={`${list.when} ${classes.title}`}>
          {recording.title || (begun_at ? dayAndClock(begun_at) : t("recording.call.announced"))}
        </span>
        <span className={classes.soft}>
          {recording.title && begun_at ? <Moment at={begun_at} /> : recording.code}
          {goesSoon ? ` · ${t("recording.list.goes", { date: day(expires_at) })}` : ""}
        </span>
      </Link>
      <span className={list.facts}>
        {recording.length_seconds !== null ? <span>{duration(recording.length_seconds)}</span> : null}
      </span>
      <span className={list.state}>
        <RecordingState recording={recording} />
      </span>
    </li>
  );
}

/** How far it is: being recorded, being made, there. */
export function RecordingState({ recording }: { recording: RecordingRow }) {
  const { t } = useTranslation();
  const { film, state } = recording;
  if (state !== "stopped") return <span className={classes.going}>{t("recording.call.recording")}</span>;
  if (!recording.may_play) return <span className={classes.soft}>{t("recording.list.ownTracks")}</span>;
  if (!film && isMaking(recording)) {
    return <span className={classes.soft}>{t("recording.list.making", { percent: 0 })}</span>;
  }
  if (!film) return <span className={classes.soft}>{t("recording.list.nothing")}</span>;
  if (film.progress === "done") return <span className={classes.ready}>{t("recording.list.ready")}</span>;
  if (film.progress === "failed") return <span className={classes.bad}>{t("recording.list.failed")}</span>;
  if (film.progress === "cancelled") return <span className={classes.soft}>{t("recording.list.cancelled")}</span>;
  return <span className={classes.soft}>{t("recording.list.making", { percent: film.percent })}</span>;
}
