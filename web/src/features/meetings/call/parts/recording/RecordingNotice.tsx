import { Button } from "@mantine/core";
import { useDocumentVisibility } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { choose, useChoice, usePressing } from "../../../recordings/choices";
import { type Now, showNotice } from "../../../recordings/queries";
import { sentenceOf } from "../../../recordings/sentence";
import { useCall } from "../../frame/CallContext";
import { chime } from "./chime";
import classes from "./recording.module.css";
import { useRecording } from "./useRecording";

/**
 * Tells of a recording before it has anything of this person: the server stores nothing of theirs until this page has
 * said that the notice is before their eyes. A page in the background says so when it comes to the front.
 */
export function RecordingNotice() {
  const { t } = useTranslation();
  const { told, toast, announce } = useCall();
  const id = told.recording?.id;
  // Who goes into a breakout room leaves the recording behind; it has not stopped.
  const going = id ?? told.recordingElsewhere?.id;
  const before = useRef<{ id?: string | undefined; going?: string | undefined }>({});
  useEffect(() => {
    if (id !== undefined && before.current.id === undefined) {
      announce(t("recording.call.announced"));
      if (document.hidden) chime();
    }
    if (going === undefined && before.current.going !== undefined) {
      toast({ id: "recording-stopped", text: t("recording.call.stopped") });
    }
    before.current = { id, going };
  }, [id, going, announce, toast, t]);
  return id === undefined ? null : <Told key={id} id={id} />;
}

function Told({ id }: { id: string }) {
  const { code } = useCall();
  const queryClient = useQueryClient();
  const now = useRecording().data?.recording;
  const choice = useChoice(id);
  const pressing = usePressing();
  const visible = useDocumentVisibility() === "visible";
  const [asking, setAsking] = useState(false);
  const notice = useMutation({
    mutationFn: (unseen: boolean | null) => showNotice(code, id, unseen),
    // Nothing of this person is stored while the server has not heard it.
    retry: 8,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["recording", code] }),
  });
  const { mutate } = notice;

  useEffect(() => {
    if (!now || now.id !== id || asking || choice !== undefined || pressing) return;
    // Told before, by this page before it was reloaded or by another one.
    if (now.i_was_told) choose(id, now.i_am_unseen);
    else setAsking(true);
  }, [now, id, asking, choice, pressing]);

  const shown = visible && asking && choice === undefined;
  useEffect(() => {
    if (shown) mutate(null);
  }, [shown, mutate]);
  useEffect(() => {
    if (visible && choice !== undefined) mutate(choice);
  }, [visible, choice, mutate]);

  return asking && choice === undefined && now ? <Card now={now} /> : null;
}

function Card({ now }: { now: Now }) {
  const { t } = useTranslation();
  const { connection } = useCall();
  return (
    <section className={classes.card} role="alert" data-testid="recording-notice">
      <p className={classes.title}>
        <span className={classes.dot} aria-hidden />
        <strong>{now.state === "recording" ? t("recording.call.isRecorded") : t("recording.call.willBe")}</strong>
      </p>
      <p>{sentenceOf(t, now)}</p>
      <p className={classes.soft}>{t("recording.call.choice")}</p>
      <div className={classes.answers}>
        <Button variant="default" onClick={() => void connection.leave()} data-testid="recording-leave">
          {t("call.leave")}
        </Button>
        <Button
          variant="default"
          onClick={async () => {
            await connection.silence();
            choose(now.id, true);
          }}
          data-testid="recording-unseen"
        >
          {t("recording.call.stayUnseen")}
        </Button>
        <Button onClick={() => choose(now.id, false)} data-testid="recording-stay">
          {t("recording.call.stay")}
        </Button>
      </div>
    </section>
  );
}
