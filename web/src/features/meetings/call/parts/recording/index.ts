import { IconPlayerRecord } from "@tabler/icons-react";
import type { CallPart } from "../../frame/part";
import { RecordingBadge } from "./RecordingBadge";
import { RecordingNotice } from "./RecordingNotice";
import { RecordingPanel } from "./RecordingPanel";

/** Told first, marked throughout, stopped by whoever began it: F10, C29. */
export const recording: CallPart = {
  panels: [
    {
      id: "recording",
      title: ({ t }) => t("recording.call.title"),
      icon: IconPlayerRecord,
      keys: ["r"],
      place: "more",
      order: 200,
      // Everybody may look at what is recorded of them.
      when: ({ role, told }) => role === "host" || told.recording !== null || told.recordingElsewhere !== null,
      Panel: RecordingPanel,
    },
  ],
  notices: [RecordingNotice],
  badges: [RecordingBadge],
};
