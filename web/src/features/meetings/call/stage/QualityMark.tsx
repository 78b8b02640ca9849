import { IconAntennaBars2, IconAntennaBars4, IconAntennaBars5, IconAntennaBarsOff } from "@tabler/icons-react";
import { ConnectionQuality } from "livekit-client";
import { useTranslation } from "react-i18next";
import classes from "./stage.module.css";

/** A good connection is shown to whoever points at the tile; a bad one to everybody, since it explains what they hear. */
export function QualityMark({ quality }: { quality: ConnectionQuality }) {
  const { t } = useTranslation();
  const marks = {
    [ConnectionQuality.Excellent]: { Icon: IconAntennaBars5, label: t("call.qualityExcellent"), bad: false },
    [ConnectionQuality.Good]: { Icon: IconAntennaBars4, label: t("call.qualityGood"), bad: false },
    [ConnectionQuality.Poor]: { Icon: IconAntennaBars2, label: t("call.qualityPoor"), bad: true },
    [ConnectionQuality.Lost]: { Icon: IconAntennaBarsOff, label: t("call.qualityLost"), bad: true },
    [ConnectionQuality.Unknown]: null,
  };
  const mark = marks[quality];
  if (!mark) return null;
  const { Icon, label, bad } = mark;
  return (
    <span className={classes.quality} data-bad={bad || undefined} title={label} data-quality={quality}>
      <Icon size={20} stroke={1.5} role="img" aria-label={label} />
    </span>
  );
}
