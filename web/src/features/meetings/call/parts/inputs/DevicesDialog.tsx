import { Modal } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { DeviceSelects } from "../../../DeviceSelects";
import { browserKind, type DeviceChoice, type DeviceKind } from "../../../devices";
import { useCall } from "../../frame/CallContext";
import { SoundSwitches } from "./SoundSwitches";

export function DevicesDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("devices.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Devices />
      <SoundSwitches />
    </Modal>
  );
}

function Devices() {
  const { t } = useTranslation();
  const { connection } = useCall();
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [choice, setChoice] = useState<DeviceChoice>({});

  const list = useCallback(async () => {
    setDevices((await navigator.mediaDevices?.enumerateDevices()) ?? []);
    const active = (kind: DeviceKind) => connection.room.getActiveDevice(browserKind[kind]);
    setChoice({ camera: active("camera"), microphone: active("microphone"), speaker: active("speaker") });
  }, [connection]);

  useEffect(() => {
    void list();
    const relist = () => void list();
    navigator.mediaDevices?.addEventListener("devicechange", relist);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", relist);
  }, [list]);

  const pick = async (kind: DeviceKind, id: string) => {
    setChoice((all) => ({ ...all, [kind]: id }));
    await connection.inputs.pick(kind, id);
  };
  const known = devices.some((device) => device.deviceId);
  return known ? <DeviceSelects devices={devices} choice={choice} onPick={pick} /> : <p>{t("devices.noneYet")}</p>;
}
