import { useRoomContext } from "@livekit/components-react";
import { type RemoteParticipant, RoomEvent } from "livekit-client";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../useMembers";
import type { Board } from "./board";
import classes from "./frame.module.css";

/** Says aloud who comes and goes. Silent while connecting: a reconnection is not everybody leaving and coming back. */
export function Announcer({ board, live }: { board: Board; live: boolean }) {
  const { t } = useTranslation();
  const room = useRoomContext();
  const sentences = useSyncExternalStore(board.subscribe, board.sentences);
  const isLive = useRef(live);
  isLive.current = live;

  useEffect(() => {
    const joined = (person: RemoteParticipant) => {
      if (isLive.current) board.announce(t("call.joined", { name: nameOf(person) }));
    };
    const left = (person: RemoteParticipant) => {
      if (isLive.current && room.state === "connected") board.announce(t("call.left", { name: nameOf(person) }));
    };
    room.on(RoomEvent.ParticipantConnected, joined).on(RoomEvent.ParticipantDisconnected, left);
    return () => {
      room.off(RoomEvent.ParticipantConnected, joined).off(RoomEvent.ParticipantDisconnected, left);
    };
  }, [room, board, t]);

  return (
    <div role="log" aria-live="polite" className={classes.hidden} data-testid="announcer">
      {sentences.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
