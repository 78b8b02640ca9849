import { Modal } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./call.module.css";
import { nameOf, useMembers } from "./useMembers";

export function PeopleDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const members = useMembers();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("call.people", { count: members.length })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ul className={classes.people}>
        {members.map((member) => {
          const Microphone = member.isMicrophoneEnabled ? IconMicrophone : IconMicrophoneOff;
          const Camera = member.isCameraEnabled ? IconVideo : IconVideoOff;
          return (
            <li key={member.identity}>
              <bdi>{nameOf(member)}</bdi>
              {member.isLocal ? <span className={classes.you}>{t("call.you")}</span> : null}
              <span className={classes.inputs}>
                <Microphone
                  size={20}
                  stroke={1.5}
                  role="img"
                  aria-label={member.isMicrophoneEnabled ? t("call.microphoneOn") : t("call.microphoneOff")}
                />
                <Camera
                  size={20}
                  stroke={1.5}
                  role="img"
                  aria-label={member.isCameraEnabled ? t("call.cameraOn") : t("call.cameraOff")}
                />
              </span>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
