import { type Room, RoomEvent } from "livekit-client";
import { useMemo, useSyncExternalStore } from "react";
import { parseRoomState, type Role, type RoomState, roleOf } from "./roomState";

export function useRoomState(room: Room): RoomState {
  const metadata = useSyncExternalStore(
    (listener) => {
      room.on(RoomEvent.RoomMetadataChanged, listener).on(RoomEvent.Connected, listener);
      return () => {
        room.off(RoomEvent.RoomMetadataChanged, listener).off(RoomEvent.Connected, listener);
      };
    },
    () => room.metadata,
  );
  return useMemo(() => parseRoomState(metadata), [metadata]);
}

/** `initially`: until the engine has told the role. */
export function useMyRole(room: Room, initially: Role): Role {
  const told = useSyncExternalStore(
    (listener) => {
      room.on(RoomEvent.ParticipantAttributesChanged, listener).on(RoomEvent.Connected, listener);
      return () => {
        room.off(RoomEvent.ParticipantAttributesChanged, listener).off(RoomEvent.Connected, listener);
      };
    },
    () => roleOf(room.localParticipant),
  );
  return told ?? initially;
}
