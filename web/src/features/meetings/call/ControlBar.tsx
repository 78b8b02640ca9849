import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconSettings,
  IconUsers,
  IconVideo,
  IconVideoOff,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyLink } from "@/ui";
import classes from "./call.module.css";
import type { CallConnection, CallState } from "./connection";
import { DevicesDialog } from "./DevicesDialog";
import { EndForAll } from "./EndForAll";
import { PeopleDialog } from "./PeopleDialog";
import { useMembers } from "./useMembers";

interface Props {
  connection: CallConnection;
  state: CallState;
  code: string;
  link: string;
  isHost: boolean;
  /** Something of the bar is open: it must not hide under the hand. */
  onBusy: (busy: boolean) => void;
}

export function ControlBar({ connection, state, code, link, isHost, onBusy }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"devices" | "people" | "end" | null>(null);
  const members = useMembers();
  const { camera, microphone } = state.on;
  useEffect(() => onBusy(open !== null), [open, onBusy]);
  const close = () => setOpen(null);

  return (
    <>
      <div className={classes.bar} role="toolbar" aria-label={t("call.controls")}>
        <BarButton
          label={microphone ? t("devices.microphoneTurnOff") : t("devices.microphoneTurnOn")}
          on={microphone}
          onClick={() => void connection.toggle("microphone")}
          testId="mic-toggle"
        >
          {microphone ? <IconMicrophone size={26} stroke={1.5} /> : <IconMicrophoneOff size={26} stroke={1.5} />}
        </BarButton>
        <BarButton
          label={camera ? t("devices.cameraTurnOff") : t("devices.cameraTurnOn")}
          on={camera}
          onClick={() => void connection.toggle("camera")}
          testId="camera-toggle"
        >
          {camera ? <IconVideo size={26} stroke={1.5} /> : <IconVideoOff size={26} stroke={1.5} />}
        </BarButton>
        <BarButton label={t("devices.title")} onClick={() => setOpen("devices")} testId="devices">
          <IconSettings size={24} stroke={1.5} />
        </BarButton>
        <span className={classes.copy}>
          <CopyLink link={link} compact />
        </span>
        <BarButton
          label={t("call.people", { count: members.length })}
          onClick={() => setOpen("people")}
          testId="people"
        >
          <IconUsers size={24} stroke={1.5} />
          <span className={classes.count}>{members.length}</span>
        </BarButton>
        <BarButton label={t("call.leave")} danger onClick={() => void connection.leave()} testId="leave">
          <IconPhoneOff size={26} stroke={1.5} />
        </BarButton>
        {isHost ? (
          <EndForAll
            code={code}
            opened={open === "end"}
            onOpened={(opened) => setOpen(opened ? "end" : null)}
            onEnded={() => connection.ended()}
          />
        ) : null}
      </div>
      <DevicesDialog connection={connection} opened={open === "devices"} onClose={close} />
      <PeopleDialog opened={open === "people"} onClose={close} />
    </>
  );
}

interface ButtonProps {
  label: string;
  /** Two-state buttons only: off is inverted, readable from across the room. */
  on?: boolean;
  danger?: boolean;
  onClick: () => void;
  testId: string;
  children: ReactNode;
}

function BarButton({ label, on, danger, onClick, testId, children }: ButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={classes.button}
        data-off={on === false || undefined}
        data-danger={danger || undefined}
        variant="transparent"
        size={48}
        radius="xl"
        aria-label={label}
        onClick={onClick}
        data-on={on === undefined ? undefined : String(on)}
        data-testid={testId}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
