import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import type { Preview } from "./usePreview";

/** What to do after a refusal, honestly: only the browser can undo it, and joining works without. */
export function DeviceHelp({ refusals }: { refusals: Preview["refusals"] }) {
  const { t } = useTranslation();
  const { camera, microphone } = refusals;
  if (!camera && !microphone) return null;
  if (camera === "denied" || microphone === "denied") {
    const both = camera === "denied" && microphone === "denied";
    const title = both
      ? t("devices.bothDenied")
      : camera === "denied"
        ? t("devices.cameraDenied")
        : t("devices.microphoneDenied");
    return (
      <Note tone="warn" title={title}>
        <ol>
          <li>{t("devices.allowStep1")}</li>
          <li>{t("devices.allowStep2")}</li>
          <li>{t("devices.allowStep3")}</li>
        </ol>
        <p>{t("devices.withoutToo")}</p>
      </Note>
    );
  }
  const lines = [
    camera === "missing" ? t("devices.cameraMissing") : null,
    camera === "busy" ? t("devices.cameraBusy") : null,
    microphone === "missing" ? t("devices.microphoneMissing") : null,
    microphone === "busy" ? t("devices.microphoneBusy") : null,
  ].filter((line) => line !== null);
  return (
    <Note tone="warn">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>{t("devices.withoutToo")}</p>
    </Note>
  );
}
