import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LevelMeter } from "../../../prejoin/LevelMeter";
import type { Sound } from "../../../sound";
import { useCall } from "../../frame/CallContext";
import classes from "./inputs.module.css";

export function SoundSwitches() {
  const { t } = useTranslation();
  const { connection, state } = useCall();
  const { inputs } = connection;
  const heard = state.on.microphone ? inputs.microphone?.mediaStreamTrack : undefined;
  const switches: { key: keyof Sound; label: string; description?: string }[] = [
    { key: "noiseSuppression", label: t("call.noiseSuppression") },
    { key: "echoCancellation", label: t("call.echoCancellation"), description: t("call.echoText") },
    { key: "pushToTalk", label: t("call.pushToTalk"), description: t("call.pushToTalkText") },
    { key: "warnWhenMuted", label: t("call.warnWhenMuted"), description: t("call.warnWhenMutedText") },
  ];
  return (
    <fieldset className={classes.sound}>
      <legend>
        {t("call.sound")}
        {heard ? <LevelMeter track={heard} /> : null}
      </legend>
      {switches.map(({ key, label, description }) => (
        <Switch
          key={key}
          label={label}
          description={description}
          checked={state.sound[key]}
          onChange={(event) => void inputs.treat({ [key]: event.currentTarget.checked })}
          data-testid={`sound-${key}`}
        />
      ))}
    </fieldset>
  );
}
