import { Skeleton } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { day, duration, Failed, LinkButton, Note, PageHead, StatePage } from "@/ui";
import { Chapters } from "./Chapters";
import { Downloads } from "./Downloads";
import { FilmProgress } from "./FilmProgress";
import { InIt } from "./InIt";
import { Looked } from "./Looked";
import { Manage } from "./Manage";
import { Player } from "./Player";
import { recordingQuery } from "./queries";
import classes from "./recordings.module.css";

export function RecordingPage() {
  const { t } = useTranslation();
  const { code, recording: id } = useParams({ from: "/framed/meetings/$code/recordings/$recording" });
  const query = useQuery(recordingQuery(code, id));
  const video = useRef<HTMLVideoElement>(null);

  if (isProblem(query.error, "recording-unknown", "meeting-unknown")) {
    return (
      <StatePage
        icon={<IconLinkOff size={28} stroke={1.5} />}
        title={query.error.title}
        actions={<LinkButton to="/meetings/recordings">{t("recording.list.all")}</LinkButton>}
      >
        <p>{query.error.detail}</p>
      </StatePage>
    );
  }
  if (query.isError && !query.data) return <Failed scale="page" error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton height={420} aria-busy />;

  const recording = query.data;
  const { begun_at, expires_at, film } = recording;
  const ready = recording.may_play && film?.progress === "done";
  const title = recording.title || t("recording.page.title", { date: begun_at ? day(begun_at) : "" });
  const facts = [
    recording.title && begun_at ? day(begun_at) : null,
    recording.length_seconds !== null ? duration(recording.length_seconds) : null,
    recording.answers ? t("recording.page.for", { answers: recording.answers }) : null,
    expires_at ? t("recording.page.until", { date: day(expires_at) }) : null,
  ].filter((fact) => fact !== null);

  return (
    <>
      <PageHead title={title} actions={<Downloads recording={recording} ready={ready} />}>
        {facts.join(" · ")}
      </PageHead>
      {recording.may_play ? null : (
        <Note title={t("recording.page.ownTitle")}>
          <p>{t("recording.page.ownText", { answers: recording.answers })}</p>
        </Note>
      )}
      {recording.state !== "stopped" ? <Note title={t("recording.page.going")} /> : null}
      {recording.may_play && recording.state === "stopped" && !ready ? <FilmProgress recording={recording} /> : null}
      {ready ? (
        <div className={classes.watch}>
          <Player ref={video} recording={recording} />
          <Chapters chapters={recording.chapters} video={video} />
        </div>
      ) : null}
      {recording.i_host && recording.state === "stopped" ? <Manage recording={recording} /> : null}
      <InIt recording={recording} />
      {recording.i_host ? <Looked recording={recording} /> : null}
    </>
  );
}
