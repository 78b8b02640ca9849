import { IconActivity } from "@tabler/icons-react";
import type { CallPart } from "../../frame/part";
import { MeasuringWatcher } from "./MeasuringWatcher";
import { QualityPanel } from "./QualityPanel";

export const quality: CallPart = {
  panels: [
    {
      id: "quality",
      title: ({ t }) => t("quality.title"),
      icon: IconActivity,
      place: "more",
      order: 905,
      Panel: QualityPanel,
    },
  ],
  notices: [MeasuringWatcher],
};
