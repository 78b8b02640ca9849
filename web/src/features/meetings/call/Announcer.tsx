import { useRoomContext } from "@livekit/components-react";
import { type RemoteParticipant, RoomEvent } from "livekit-client";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./call.module.css";
import { nameOf } from "./useMembers";

/** Says aloud who comes and goes. Silent while connecting: a reconnection is not everybody leaving and coming back. */
export function Announcer({ live }: { live: boolean }) {
  const { t } = useTranslation();
  const room = useRoomContext();
  const [message, setMessage] = useState("");
  const isLive = useRef(live);
  isLive.current = live;

  useEffect(() => {
    const joined = (person: RemoteParticipant) => {
      if (isLive.current) setMessage(t("call.joined", { name: nameOf(person) }));
    };
    const left = (person: RemoteParticipant) => {
      if (isLive.current && room.state === "connected") setMessage(t("call.left", { name: nameOf(person) }));
    };
    room.on(RoomEvent.ParticipantConnected, joined).on(RoomEvent.ParticipantDisconnected, left);
    return () => {
      room.off(RoomEvent.ParticipantConnected, joined).off(RoomEvent.ParticipantDisconnected, left);
    };
  }, [room, t]);

  return (
    <div role="log" aria-live="polite" className={classes.hidden} data-testid="announcer">
      {message}
    </div>
  );
}
