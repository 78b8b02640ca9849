import { useParticipants } from "@livekit/components-react";
import { type Participant, type Room, RoomEvent, Track } from "livekit-client";
import { useEffect, useMemo, useRef, useState } from "react";
import { useCall } from "../frame/CallContext";
import { byArrival } from "../useMembers";
import type { View } from "./views";

// Only what adds or takes a view: who speaks or mutes is the tile's own affair, and there may be forty-nine.
const CHANGES = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.Connected,
  RoomEvent.Reconnected,
  RoomEvent.Disconnected,
];

/** Everybody and everything shared, in the order of arrival. One's own share is not among them: it would show itself. */
export function useViews(): View[] {
  const participants: Participant[] = useParticipants({ updateOnlyOn: CHANGES });
  return byArrival(participants).flatMap((participant) => {
    const person: View = { key: participant.identity, participant, share: null };
    const share = participant.isLocal ? undefined : participant.getTrackPublication(Track.Source.ScreenShare);
    return share ? [{ key: `${participant.identity}/share`, participant, share }, person] : [person];
  });
}

/** Whoever speaks stays large for this long: an interjection must not throw the picture about. */
const HELD_FOR = 2000;

/** The identity of whom one listens to. Others only: nobody wants to look at themselves speaking. */
export function useSpeaker(active: boolean): string | null {
  const { room } = useCall();
  const [speaker, setSpeaker] = useState<string | null>(null);
  const since = useRef(0);
  useEffect(() => {
    if (!active) return;
    return onSpeakers(room, (identities) => {
      setSpeaker((current) => {
        if (current !== null && (identities.includes(current) || Date.now() - since.current < HELD_FOR)) return current;
        if (identities[0] === undefined) return current;
        since.current = Date.now();
        return identities[0];
      });
    });
  }, [room, active]);
  return speaker;
}

/** The identities of the others who speak, loudest first. */
function onSpeakers(room: Room, listener: (identities: string[]) => void) {
  const told = (speakers: Participant[]) =>
    listener(speakers.filter((each) => !each.isLocal).map((each) => each.identity));
  room.on(RoomEvent.ActiveSpeakersChanged, told);
  return () => {
    room.off(RoomEvent.ActiveSpeakersChanged, told);
  };
}

/** A name to show when somebody speaks who is on another page. */
export function useUnseenSpeaker(seen: View[]): Participant | null {
  const { room } = useCall();
  const [identity, setIdentity] = useState<string | null>(null);
  useEffect(() => onSpeakers(room, (identities) => setIdentity(identities[0] ?? null)), [room]);
  return useMemo(() => {
    if (identity === null || seen.some((view) => view.participant.identity === identity)) return null;
    return room.remoteParticipants.get(identity) ?? null;
  }, [identity, seen, room]);
}
