import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { LevelMeter } from "./LevelMeter";
import classes from "./prejoin.module.css";
import type { Preview } from "./usePreview";

export function PreviewStage({ preview, nickname }: { preview: Preview; nickname: string }) {
  const { t } = useTranslation();
  const { camera, microphone } = preview.tracks;
  const possible = Boolean(navigator.mediaDevices);
  const fresh = !camera && !microphone && !preview.refusals.camera && !preview.refusals.microphone;
  const toggle = (input: "camera" | "microphone") =>
    preview.tracks[input] ? preview.close(input) : void preview.open(input);

  return (
    <div className={classes.stage}>
      {camera ? <Mirror track={camera} /> : null}
      {!camera ? (
        <div className={classes.placeholder}>
          {possible && fresh ? (
            <Button
              loading={preview.asking}
              leftSection={<IconVideo size={20} stroke={1.5} />}
              onClick={() => preview.open("camera", "microphone")}
              data-testid="check-devices"
            >
              {t("door.checkDevices")}
            </Button>
          ) : (
            <span>{t("door.cameraOff")}</span>
          )}
        </div>
      ) : null}
      {nickname.trim() ? <bdi className={classes.label}>{nickname.trim()}</bdi> : null}
      {possible ? (
        <div className={classes.toggles}>
          {microphone ? <LevelMeter track={microphone} /> : null}
          <Toggle
            on={Boolean(microphone)}
            busy={preview.asking}
            label={microphone ? t("devices.microphoneTurnOff") : t("devices.microphoneTurnOn")}
            onClick={() => toggle("microphone")}
            testId="mic-toggle"
            icons={[IconMicrophone, IconMicrophoneOff]}
          />
          <Toggle
            on={Boolean(camera)}
            busy={preview.asking}
            label={camera ? t("devices.cameraTurnOff") : t("devices.cameraTurnOn")}
            onClick={() => toggle("camera")}
            testId="camera-toggle"
            icons={[IconVideo, IconVideoOff]}
          />
        </div>
      ) : null}
    </div>
  );
}

interface ToggleProps {
  on: boolean;
  busy: boolean;
  label: string;
  onClick: () => void;
  testId: string;
  icons: [typeof IconVideo, typeof IconVideo];
}

function Toggle({ on, busy, label, onClick, testId, icons: [On, Off] }: ToggleProps) {
  const Icon = on ? On : Off;
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={classes.toggle}
        data-on={on || undefined}
        variant="transparent"
        size={44}
        radius="xl"
        aria-label={label}
        disabled={busy}
        onClick={onClick}
        data-testid={testId}
      >
        <Icon size={22} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Mirrored, as everybody knows themselves; the others see the picture unmirrored. */
function Mirror({ track }: { track: MediaStreamTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={video} className={classes.mirror} autoPlay playsInline muted />;
}
