import { useParticipants } from "@livekit/components-react";
import type { Participant } from "livekit-client";

/** Everybody in the call in an order that does not jump: oneself, then the others as they came. */
export function useMembers(): Participant[] {
  const participants: Participant[] = useParticipants();
  return [...participants].sort((one, other) => {
    if (one.isLocal !== other.isLocal) return one.isLocal ? -1 : 1;
    const byArrival = (one.joinedAt?.getTime() ?? 0) - (other.joinedAt?.getTime() ?? 0);
    return byArrival || one.identity.localeCompare(other.identity);
  });
}

export const nameOf = (participant: Participant) => participant.name || participant.identity;
