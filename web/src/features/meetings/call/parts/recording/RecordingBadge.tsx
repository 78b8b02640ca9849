import { IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { sentences, useNow } from "@/ui";
import { useChoice } from "../../../recordings/choices";
import { position } from "../../../recordings/position";
import { useCall } from "../../frame/CallContext";
import classes from "./recording.module.css";
import { useRecording } from "./useRecording";

/** Always there while anything is recorded, for everybody; it leads to who records, for whom, and how long it is kept. */
export function RecordingBadge() {
  const { told } = useCall();
  return told.recording ? <Badge id={told.recording.id} going={told.recording.state === "recording"} /> : null;
}

function Badge({ id, going }: { id: string; going: boolean }) {
  const { t } = useTranslation();
  const { openPanel } = useCall();
  const now = useNow(1000);
  const begun = useRecording().data?.recording?.begun_at;
  const unseen = useChoice(id);
  const label = going ? t("recording.call.recording") : t("recording.call.announced");
  return (
    <button
      type="button"
      className={classes.badge}
      data-going={going || undefined}
      onClick={() => openPanel("recording")}
      data-testid="recording-badge"
      aria-label={unseen ? sentences(label, t("recording.call.youAreUnseen")) : label}
    >
      <span className={classes.dot} aria-hidden />
      <span>{label}</span>
      {going && begun ? (
        <span className={classes.time} aria-hidden>
          {position((now - new Date(begun).getTime()) / 1000)}
        </span>
      ) : null}
      {unseen ? <IconEyeOff size={18} stroke={1.5} aria-hidden /> : null}
    </button>
  );
}
