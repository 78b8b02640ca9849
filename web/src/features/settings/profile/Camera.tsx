import { Button } from "@mantine/core";
import { IconCamera } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import classes from "./profile.module.css";

const refusals = {
  insecure: ["profile.camera.insecure", "profile.camera.insecureDetail"],
  denied: ["profile.camera.denied", "profile.camera.deniedDetail"],
  missing: ["profile.camera.missing", "profile.camera.missingDetail"],
  busy: ["profile.camera.busy", "profile.camera.busyDetail"],
} as const;
type Refusal = keyof typeof refusals;

/** More than the kept picture has, so that there is something to crop. */
const wanted: MediaTrackConstraints = { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 960 } };

/** Shown only after a press on "use the camera"; the camera is off again as soon as this is gone. */
export function Camera({ onTaken }: { onTaken: (picture: Blob) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    let stream: MediaStream | null = null;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    (async () => {
      if (!navigator.mediaDevices) return setRefusal("insecure");
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
      } catch (error) {
        if (!gone) setRefusal(reasonOf(error));
        return;
      }
      // The person may have left while the browser was asking.
      if (gone) return stop();
      for (const track of stream.getTracks()) track.addEventListener("ended", () => setRefusal("missing"));
      if (video.current) video.current.srcObject = stream;
    })();
    return () => {
      gone = true;
      stop();
    };
  }, []);

  const take = () => {
    const shown = video.current;
    if (!shown) return;
    const canvas = document.createElement("canvas");
    canvas.width = shown.videoWidth;
    canvas.height = shown.videoHeight;
    canvas.getContext("2d")?.drawImage(shown, 0, 0);
    canvas.toBlob((picture) => picture && onTaken(picture), "image/jpeg", 0.95);
  };

  if (refusal) {
    const [title, detail] = refusals[refusal];
    return (
      <Note tone="warn" title={t(title)}>
        <p>{t(detail)}</p>
      </Note>
    );
  }
  return (
    <div className={classes.camera}>
      <video
        ref={video}
        autoPlay
        playsInline
        muted
        className={classes.video}
        onLoadedData={() => setReady(true)}
        aria-label={t("profile.camera.label")}
      />
      <p className={classes.soft}>{t("profile.camera.why")}</p>
      <Button
        leftSection={<IconCamera size={20} stroke={1.5} />}
        disabled={!ready}
        onClick={take}
        data-testid="take-picture"
      >
        {t("profile.camera.take")}
      </Button>
    </div>
  );
}

function reasonOf(error: unknown): Refusal {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "busy";
}
