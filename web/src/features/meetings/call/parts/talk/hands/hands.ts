import { useParticipants } from "@livekit/components-react";
import { type Participant, RoomEvent } from "livekit-client";
import { api, unwrap } from "@/api";

/** Since when a hand is up, in milliseconds; null: it is not. The server alone writes it. */
export function raisedAt(participant: Participant): number | null {
  const since = Date.parse(participant.attributes.hand ?? "");
  return Number.isNaN(since) ? null : since;
}

/** Who asks to speak, the first first. */
export function useHands(): Participant[] {
  const everybody: Participant[] = useParticipants({
    updateOnlyOn: [
      RoomEvent.ParticipantConnected,
      RoomEvent.ParticipantDisconnected,
      RoomEvent.ParticipantAttributesChanged,
      RoomEvent.Connected,
    ],
  });
  return everybody
    .filter((participant) => raisedAt(participant) !== null)
    .sort((one, other) => (raisedAt(one) ?? 0) - (raisedAt(other) ?? 0));
}

export const raise = (code: string, up: boolean) =>
  unwrap(api.POST("/api/v1/meetings/{code}/hand", { params: { path: { code } }, body: { up } }));

export const lower = (code: string, participant: string) =>
  unwrap(
    api.DELETE("/api/v1/meetings/{code}/hands/{participant_id}", {
      params: { path: { code, participant_id: participant } },
    }),
  );
