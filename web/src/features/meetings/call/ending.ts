import { DisconnectReason } from "livekit-client";
import { isProblem, type Problem } from "@/api";

/** How a call is over for this person. */
export interface Ending {
  kind: "left" | "ended" | "duplicate" | "removed" | "lost";
  problem?: Problem;
  /** The engine answered to the last, but no media came through. */
  blocked?: boolean;
}

/** The ending that a disconnection means, or nothing when it is an accident that a new connection mends. */
export function endingOf(reason: DisconnectReason | undefined): Ending | null {
  switch (reason) {
    case DisconnectReason.CLIENT_INITIATED:
      return { kind: "left" };
    case DisconnectReason.ROOM_DELETED:
      return { kind: "ended" };
    case DisconnectReason.PARTICIPANT_REMOVED:
      return { kind: "removed" };
    case DisconnectReason.DUPLICATE_IDENTITY:
      return { kind: "duplicate" };
    default:
      return null;
  }
}

/** What the answer to rejoining means: over for good, or worth another try (engine restarting, network away). */
export function endingOfRefusal(error: unknown): Ending | null {
  if (isProblem(error, "meeting-ended", "meeting-unknown")) return { kind: "ended" };
  if (isProblem(error) && [401, 403, 409, 422].includes(error.status)) return { kind: "lost", problem: error };
  return null;
}
