import { useAudioPlayback } from "@livekit/components-react";
import { Button } from "@mantine/core";
import { IconVolume } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import { useCall } from "../../frame/CallContext";
import classes from "../../frame/frame.module.css";

/** Browsers play no sound before the page was touched; whoever reloaded has not touched it. */
export function HearNotice() {
  const { t } = useTranslation();
  const { room } = useCall();
  const { canPlayAudio, startAudio } = useAudioPlayback(room);
  if (canPlayAudio) return null;
  return (
    <Button leftSection={<IconVolume size={20} stroke={1.5} />} onClick={() => startAudio()}>
      {t("call.clickToHear")}
    </Button>
  );
}

export function TroubleNotice() {
  const { t } = useTranslation();
  const { connection, state } = useCall();
  const { trouble } = state;
  if (!trouble) return null;
  return (
    <div className={classes.trouble} data-testid="trouble" data-refusal={trouble.refusal}>
      <Note tone="warn" title={t(titleKeys[trouble.input][trouble.refusal])}>
        {trouble.refusal === "denied" ? (
          <p>
            {t("devices.allowStep1")} {t("devices.allowStep2")}
          </p>
        ) : null}
        <p>{t("call.goesOn")}</p>
        <Button
          size="compact-md"
          variant="light"
          onClick={() => void connection.inputs.switch(trouble.input, true)}
          data-testid="trouble-retry"
        >
          {t("common.retry")}
        </Button>
      </Note>
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
