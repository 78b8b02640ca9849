import { useAudioPlayback } from "@livekit/components-react";
import { Button, Loader } from "@mantine/core";
import { IconVolume } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import classes from "./call.module.css";
import type { CallConnection, CallState } from "./connection";

interface Props {
  connection: CallConnection;
  state: CallState;
}

/** What needs saying over the stage: a broken connection, a device in trouble, a browser that waits for a click. */
export function Notices({ connection, state }: Props) {
  const { t } = useTranslation();
  const { canPlayAudio, startAudio } = useAudioPlayback(connection.room);
  const { trouble } = state;
  return (
    <div className={classes.notices}>
      {state.phase === "reconnecting" ? (
        <div className={classes.notice} role="status" data-testid="reconnecting">
          <Loader size={18} />
          <span>
            <strong>{t("call.reconnecting")}</strong> {t("call.reconnectingText")}
          </span>
        </div>
      ) : null}
      {!canPlayAudio ? (
        <Button leftSection={<IconVolume size={20} stroke={1.5} />} onClick={() => startAudio()}>
          {t("call.clickToHear")}
        </Button>
      ) : null}
      {trouble ? (
        <div className={classes.trouble}>
          <Note tone="warn" title={t(titleKeys[trouble.input][trouble.refusal])}>
            {trouble.refusal === "denied" ? (
              <p>
                {t("devices.allowStep1")} {t("devices.allowStep2")}
              </p>
            ) : null}
          </Note>
        </div>
      ) : null}
    </div>
  );
}

// Whole keys, so that a search for a key finds its use: none is put together from parts.
const titleKeys = {
  camera: {
    denied: "devices.cameraDenied",
    missing: "devices.cameraMissing",
    busy: "devices.cameraBusy",
    lost: "devices.cameraLost",
  },
  microphone: {
    denied: "devices.microphoneDenied",
    missing: "devices.microphoneMissing",
    busy: "devices.microphoneBusy",
    lost: "devices.microphoneLost",
  },
} as const;
