import { ActionIcon, Menu } from "@mantine/core";
import {
  IconDotsVertical,
  IconMicrophone,
  IconMicrophoneOff,
  IconScreenShare,
  IconVideo,
  IconVideoOff,
} from "@tabler/icons-react";
import type { Participant } from "livekit-client";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import { hosts, type Role, roleOf } from "../../frame/roomState";
import { useParticipantChanges } from "../../stage/useParticipantChanges";
import { nameOf } from "../../useMembers";
import classes from "./hosting.module.css";
import { RoleMark } from "./RoleMark";
import { appoint, askToUnmute, remove, spotlight, stop, takeBack } from "./requests";
import { useDoing } from "./useDoing";

export function PersonRow({ member }: { member: Participant }) {
  const { t } = useTranslation();
  const { role } = useCall();
  useParticipantChanges(member);
  const theirs = roleOf(member) ?? "participant";
  const Microphone = member.isMicrophoneEnabled ? IconMicrophone : IconMicrophoneOff;
  const Camera = member.isCameraEnabled ? IconVideo : IconVideoOff;
  return (
    <li data-testid="person" data-identity={member.identity} data-role={theirs}>
      <span className={classes.who}>
        <span className={classes.name}>
          <bdi>{nameOf(member)}</bdi>
          {member.isLocal ? <span className={classes.you}>{t("call.you")}</span> : null}
        </span>
        <RoleLine member={member} role={theirs} />
      </span>
      <span className={classes.inputs}>
        {member.isScreenShareEnabled ? (
          <IconScreenShare size={20} stroke={1.5} role="img" aria-label={t("hosting.sharing")} />
        ) : null}
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
      {hosts(role) ? <PersonMenu member={member} theirs={theirs} /> : null}
    </li>
  );
}

function RoleLine({ member, role }: { member: Participant; role: Role }) {
  const { t } = useTranslation();
  if (role === "participant") return null;
  const words = { host: t("hosting.roleHost"), cohost: t("hosting.roleCohost"), guest: t("hosting.roleGuest") };
  return (
    <span className={classes.role}>
      <span aria-hidden>
        <RoleMark participant={member} />
      </span>
      {words[role]}
    </span>
  );
}

function PersonMenu({ member, theirs }: { member: Participant; theirs: Role }) {
  const { t } = useTranslation();
  const { code, role, told, toast } = useCall();
  const doing = useDoing();
  const id = member.identity;
  const name = nameOf(member);
  // As the server has it: nobody manages the host, a co-host no other co-host.
  const manages = !member.isLocal && theirs !== "host" && (role === "host" || theirs !== "cohost");
  const shown = told.spotlight === id;
  const taken = () =>
    toast({
      text: t("hosting.removed", { name }),
      action: { label: t("common.undo"), run: () => void doing(takeBack(code, id)) },
    });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.more}
          variant="subtle"
          size={40}
          aria-label={t("hosting.actionsFor", { name })}
          data-testid="person-menu"
        >
          <IconDotsVertical size={20} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      {/* What closes the menu must not close the panel around it. */}
      <Menu.Dropdown onKeyDown={(event) => event.stopPropagation()}>
        <Menu.Item onClick={() => void doing(spotlight(code, shown ? null : id))} data-testid="person-spotlight">
          {shown ? t("hosting.spotlightEnd") : t("hosting.spotlight")}
        </Menu.Item>
        {manages && member.isMicrophoneEnabled ? (
          <Menu.Item onClick={() => void doing(stop(code, id, "microphone"))} data-testid="person-mute">
            {t("hosting.mute")}
          </Menu.Item>
        ) : null}
        {!member.isLocal && !member.isMicrophoneEnabled ? (
          <Menu.Item
            onClick={() => void doing(askToUnmute(code, id), () => toast({ text: t("hosting.askedThem", { name }) }))}
            data-testid="person-ask"
          >
            {t("hosting.ask")}
          </Menu.Item>
        ) : null}
        {manages && member.isCameraEnabled ? (
          <Menu.Item onClick={() => void doing(stop(code, id, "camera"))} data-testid="person-stop-camera">
            {t("hosting.stopCamera")}
          </Menu.Item>
        ) : null}
        {manages && member.isScreenShareEnabled ? (
          <Menu.Item onClick={() => void doing(stop(code, id, "screen_share"))} data-testid="person-stop-share">
            {t("hosting.stopShare")}
          </Menu.Item>
        ) : null}
        {manages && role === "host" ? (
          <Menu.Item
            onClick={() => void doing(appoint(code, id, theirs === "cohost" ? "participant" : "cohost"))}
            data-testid="person-appoint"
          >
            {theirs === "cohost" ? t("hosting.dismiss") : t("hosting.appoint")}
          </Menu.Item>
        ) : null}
        {manages ? (
          <>
            <Menu.Divider />
            <Menu.Item
              className={classes.grave}
              onClick={() => void doing(remove(code, id), taken)}
              data-testid="person-remove"
            >
              {t("hosting.remove")}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
