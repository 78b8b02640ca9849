import { Button, Switch } from "@mantine/core";
import { IconExternalLink, IconPlayerRecord, IconPlayerStop } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { LinkButton, Note, ProblemNote } from "@/ui";
import { choose, press } from "../../../recordings/choices";
import {
  type Current,
  currentQuery,
  type Now,
  showNotice,
  startRecording,
  stopRecording,
} from "../../../recordings/queries";
import { sentenceOf } from "../../../recordings/sentence";
import { useCall } from "../../frame/CallContext";
import classes from "./recording.module.css";
import { useRecording } from "./useRecording";

export function RecordingPanel() {
  const { told, room } = useCall();
  const { data, error } = useRecording({ watched: true });
  if (error && !data) return <ProblemNote error={error} />;
  if (!data) return <div className={classes.panel} aria-busy />;
  if (told.breakouts.some(({ id }) => id === room.name)) {
    return (
      <div className={classes.panel}>
        <Elsewhere now={told.recordingElsewhere ? data.recording : null} />
      </div>
    );
  }
  const now = told.recording ? data.recording : null;
  return <div className={classes.panel}>{now ? <Going now={now} /> : <Before current={data} />}</div>;
}

/** In a breakout room: what goes on in the main room, which alone is recorded. */
function Elsewhere({ now }: { now: Now | null }) {
  const { t } = useTranslation();
  const { code, role } = useCall();
  return (
    <>
      <p className={classes.title}>
        <strong>{now ? t("recording.call.mainIsRecorded") : t("recording.call.mainIsNot")}</strong>
      </p>
      <p>{t("recording.call.mainAlone")}</p>
      {now ? (
        <>
          <p className={classes.soft}>{sentenceOf(t, now)}</p>
          <Stop now={now} />
        </>
      ) : null}
      {role === "guest" ? null : <ToRecordings code={code} />}
    </>
  );
}

function Before({ current }: { current: Current }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: () => startRecording(code),
    onMutate: () => press(true),
    // Whoever pressed it was told by the panel they pressed it in.
    onSuccess: (now) => choose(now.id, false),
    onSettled: () => {
      press(false);
      queryClient.invalidateQueries({ queryKey: ["recording", code] });
    },
  });
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t("recording.call.factWhat")}</dt>
        <dd>{t("recording.call.factWhatText")}</dd>
        <dt>{t("recording.call.factWhom")}</dt>
        <dd>{current.answers || t("recording.call.factWhomYou")}</dd>
        <dt>{t("recording.call.factLong")}</dt>
        <dd>{t("recording.call.factLongText", { count: current.kept_days })}</dd>
      </dl>
      <p className={classes.soft}>{t("recording.call.toldFirst")}</p>
      {current.recorder_missing ? (
        <Note tone="warn" title={t("recording.call.missing")}>
          <p>{t("recording.call.missingText")}</p>
        </Note>
      ) : null}
      {!current.i_may_record ? <Note title={t("recording.call.notYou")} /> : null}
      <ProblemNote error={start.error} />
      {current.i_may_record && !current.recorder_missing ? (
        <Button
          color="heron"
          leftSection={<IconPlayerRecord size={20} stroke={1.5} />}
          loading={start.isPending}
          onClick={() => start.mutate()}
          data-testid="recording-start"
          data-autofocus
        >
          {t("recording.call.start")}
        </Button>
      ) : null}
      <ToRecordings code={code} />
    </>
  );
}

function Going({ now }: { now: Now }) {
  const { t } = useTranslation();
  const { code, role, connection } = useCall();
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ["recording", code] });
  const change = useMutation({
    mutationFn: (unseen: boolean) => showNotice(code, now.id, unseen),
    onSuccess: (changed) => {
      choose(now.id, changed.i_am_unseen);
      queryClient.setQueryData(currentQuery(code).queryKey, (known) => known && { ...known, recording: changed });
    },
    onError: again,
  });
  const unseen = change.isPending ? change.variables : now.i_am_unseen;
  return (
    <>
      <p className={classes.title}>
        <span className={classes.dot} aria-hidden />
        <strong>{now.state === "recording" ? t("recording.call.recording") : t("recording.call.announced")}</strong>
      </p>
      {now.state === "announced" ? <p className={classes.soft}>{t("recording.call.waiting")}</p> : null}
      <p>{sentenceOf(t, now)}</p>
      <Switch
        label={t("recording.call.iAmIn")}
        description={unseen ? t("recording.call.iAmNotInText") : t("recording.call.iAmInText")}
        checked={!unseen}
        onChange={(event) => {
          const out = !event.currentTarget.checked;
          if (out) void connection.silence();
          change.mutate(out);
        }}
        data-testid="recording-in"
      />
      <ProblemNote error={change.error} />
      {now.left_out?.length ? (
        <section>
          <h3 className={classes.heading}>{t("recording.call.leftOut")}</h3>
          <ul className={classes.people}>
            {now.left_out.map((person) => (
              <li key={`${person.nickname} ${person.chose}`}>
                <bdi>{person.nickname}</bdi>
                <span className={classes.soft}>
                  {person.chose ? t("recording.call.choseOut") : t("recording.call.notTold")}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Stop now={now} />
      {role === "guest" ? null : <ToRecordings code={code} />}
    </>
  );
}

function Stop({ now }: { now: Now }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const queryClient = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopRecording(code, now.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["recording", code] }),
  });
  if (!now.i_may_stop) return null;
  return (
    <>
      <ProblemNote error={stop.error} />
      <Button
        color="heron"
        leftSection={<IconPlayerStop size={20} stroke={1.5} />}
        loading={stop.isPending}
        onClick={() => stop.mutate()}
        data-testid="recording-stop"
      >
        {t("recording.call.stop")}
      </Button>
    </>
  );
}

/** In a page of its own: going there must not mean leaving the call. */
function ToRecordings({ code }: { code: string }) {
  const { t } = useTranslation();
  return (
    <LinkButton
      to="/meetings/$code/recordings"
      params={{ code }}
      target="_blank"
      variant="subtle"
      rightSection={<IconExternalLink size={18} stroke={1.5} />}
    >
      {t("recording.call.toRecordings")}
    </LinkButton>
  );
}
