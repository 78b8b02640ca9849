import { useParticipants } from "@livekit/components-react";
import { type Participant, RoomEvent } from "livekit-client";
import { useCallback, useSyncExternalStore } from "react";
import { useCall } from "./frame/CallContext";

/** Everybody in the call in an order that does not jump. */
export function useMembers(): Participant[] {
  return byArrival(useParticipants());
}

/** How many are here. Not drawn anew for everything that anybody does, as whoever lists them all is. */
export function useHeadcount(): number {
  const { room } = useCall();
  const subscribe = useCallback(
    (listener: () => void) => {
      const changes = [RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected, RoomEvent.Connected] as const;
      for (const change of changes) room.on(change, listener);
      return () => {
        for (const change of changes) room.off(change, listener);
      };
    },
    [room],
  );
  return useSyncExternalStore(subscribe, () => room.remoteParticipants.size + 1);
}

/** Oneself, then the others as they came. */
export function byArrival(participants: Participant[]): Participant[] {
  return [...participants].sort((one, other) => {
    if (one.isLocal !== other.isLocal) return one.isLocal ? -1 : 1;
    const byTime = (one.joinedAt?.getTime() ?? 0) - (other.joinedAt?.getTime() ?? 0);
    return byTime || one.identity.localeCompare(other.identity);
  });
}

export const nameOf = (participant: Participant) => participant.name || participant.identity;
