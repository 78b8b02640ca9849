import { Modal } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { DeviceSelects } from "../DeviceSelects";
import { browserKind, type DeviceChoice, type DeviceKind } from "../devices";
import type { CallConnection } from "./connection";

interface Props {
  connection: CallConnection;
  opened: boolean;
  onClose: () => void;
}

export function DevicesDialog({ connection, opened, onClose }: Props) {
  const { t } = useTranslation();
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [choice, setChoice] = useState<DeviceChoice>({});

  const list = useCallback(async () => {
    setDevices((await navigator.mediaDevices?.enumerateDevices()) ?? []);
    const active = (kind: DeviceKind) => connection.room.getActiveDevice(browserKind[kind]);
    setChoice({ camera: active("camera"), microphone: active("microphone"), speaker: active("speaker") });
  }, [connection]);

  useEffect(() => {
    if (!opened) return;
    void list();
    const relist = () => void list();
    navigator.mediaDevices?.addEventListener("devicechange", relist);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", relist);
  }, [opened, list]);

  const pick = async (kind: DeviceKind, id: string) => {
    setChoice((all) => ({ ...all, [kind]: id }));
    await connection.pick(kind, id);
  };
  const known = devices.some((device) => device.deviceId);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("devices.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {known ? <DeviceSelects devices={devices} choice={choice} onPick={pick} /> : <p>{t("devices.noneYet")}</p>}
    </Modal>
  );
}
