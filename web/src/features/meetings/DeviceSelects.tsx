import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { browserKind, canChooseSpeaker, type DeviceChoice, type DeviceKind } from "./devices";
import classes from "./prejoin/prejoin.module.css";

interface Props {
  devices: MediaDeviceInfo[];
  choice: DeviceChoice;
  onPick: (kind: DeviceKind, id: string) => void;
}

export function DeviceSelects({ devices, choice, onPick }: Props) {
  const { t } = useTranslation();
  const labels: Record<DeviceKind, string> = {
    camera: t("devices.camera"),
    microphone: t("devices.microphone"),
    speaker: t("devices.speaker"),
  };
  const kinds: DeviceKind[] = canChooseSpeaker() ? ["camera", "microphone", "speaker"] : ["camera", "microphone"];
  return (
    <div className={classes.selects}>
      {kinds.map((kind) => {
        // Before a permission is given the browser lists devices without ids: nothing to choose from.
        const options = devices
          .filter((device) => device.kind === browserKind[kind] && device.deviceId)
          .map((device, index) => ({ value: device.deviceId, label: device.label || `${labels[kind]} ${index + 1}` }));
        return options.length > 0 ? (
          <NativeSelect
            key={kind}
            label={labels[kind]}
            data={options}
            value={choice[kind] ?? options[0]?.value}
            onChange={(event) => onPick(kind, event.currentTarget.value)}
          />
        ) : null;
      })}
    </div>
  );
}
