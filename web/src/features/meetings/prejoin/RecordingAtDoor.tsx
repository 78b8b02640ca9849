import { Switch } from "@mantine/core";
import { IconPlayerRecord } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { choose } from "../recordings/choices";
import { currentQuery } from "../recordings/queries";
import { sentenceOf } from "../recordings/sentence";
import classes from "./prejoin.module.css";
import type { Preview } from "./usePreview";

// Somebody may begin while one stands at the door.
const LOOK_AGAIN = 5000;

/** Whether this meeting is recorded at this moment, and whether one wants to be in it. */
export function useRecordingAtDoor(code: string) {
  const current = useQuery({ ...currentQuery(code), refetchInterval: LOOK_AGAIN });
  const recording = current.data?.recording ?? null;
  const [chosen, setChosen] = useState<boolean | null>(null);
  const unseen = chosen ?? recording?.i_am_unseen ?? false;
  return {
    recording,
    unseen,
    setUnseen: setChosen,
    /** What was read here need not be said again inside. */
    keep: () => {
      if (recording) choose(recording.id, unseen);
    },
  };
}

type Door = ReturnType<typeof useRecordingAtDoor>;

/** Told before camera or microphone is anybody's to see: who joins now is recorded from the first moment, or chooses not to be. */
export function RecordingAtDoor({ door, preview }: { door: Door; preview: Preview }) {
  const { t } = useTranslation();
  const { recording, unseen, setUnseen } = door;
  const { close } = preview;
  useEffect(() => {
    if (!recording || !unseen) return;
    close("camera");
    close("microphone");
  }, [recording, unseen, close]);
  if (!recording) return null;
  return (
    <section className={classes.recorded} aria-live="polite" data-testid="recording-at-door">
      <p>
        <IconPlayerRecord size={20} stroke={1.5} aria-hidden />
        <strong>{t("recording.call.isRecorded")}</strong>
      </p>
      <p>{sentenceOf(t, recording)}</p>
      <Switch
        label={t("recording.call.stayUnseen")}
        description={t("recording.door.unseenText")}
        checked={unseen}
        onChange={(event) => setUnseen(event.currentTarget.checked)}
        data-testid="recording-door-unseen"
      />
    </section>
  );
}
