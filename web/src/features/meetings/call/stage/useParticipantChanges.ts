import { type Participant, ParticipantEvent } from "livekit-client";
import { useEffect, useReducer } from "react";

const CHANGES = [
  ParticipantEvent.TrackPublished,
  ParticipantEvent.TrackUnpublished,
  ParticipantEvent.TrackSubscribed,
  ParticipantEvent.TrackUnsubscribed,
  ParticipantEvent.TrackMuted,
  ParticipantEvent.TrackUnmuted,
  ParticipantEvent.TrackStreamStateChanged,
  ParticipantEvent.LocalTrackPublished,
  ParticipantEvent.LocalTrackUnpublished,
  ParticipantEvent.ConnectionQualityChanged,
  ParticipantEvent.ParticipantNameChanged,
  ParticipantEvent.AttributesChanged,
] as const;

/** Draws its component anew when something of this one participant changes, but for speaking, which changes all the time. */
export function useParticipantChanges(participant: Participant) {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    for (const change of CHANGES) participant.on(change, draw);
    return () => {
      for (const change of CHANGES) participant.off(change, draw);
    };
  }, [participant]);
}
