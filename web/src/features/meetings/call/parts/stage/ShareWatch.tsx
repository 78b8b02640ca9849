import { type RemoteParticipant, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { useEffect, useRef } from "react";
import { useCall } from "../../frame/CallContext";
import { nameOf } from "../../useMembers";

/** Says who shares already, who begins and ends, and why one's own share did not begin or was ended by another. */
export function ShareWatch() {
  const { t, room, state, toast, announce } = useCall();
  const { shareTrouble } = state;
  const said = useRef(new Set<string>());
  useEffect(() => {
    const sentences = {
      system: t("call.shareSystem"),
      failed: t("call.shareFailed"),
      stopped: t("call.shareStopped"),
    };
    if (shareTrouble) toast({ id: "share", text: sentences[shareTrouble] });
  }, [shareTrouble, toast, t]);

  useEffect(() => {
    const isShare = (publication: TrackPublication) => publication.source === Track.Source.ScreenShare;
    const began = (publication: TrackPublication, person: RemoteParticipant) => {
      if (!isShare(publication) || said.current.has(publication.trackSid)) return;
      said.current.add(publication.trackSid);
      announce(t("call.shares", { name: nameOf(person) }));
    };
    // What went on before one came is no event of the room's.
    const came = () => {
      for (const person of room.remoteParticipants.values())
        for (const publication of person.trackPublications.values()) began(publication, person);
    };
    const ended = (publication: TrackPublication, person: RemoteParticipant) => {
      if (isShare(publication)) announce(t("call.sharesNoMore", { name: nameOf(person) }));
    };
    room.on(RoomEvent.TrackPublished, began).on(RoomEvent.TrackUnpublished, ended).on(RoomEvent.Connected, came);
    came();
    return () => {
      room.off(RoomEvent.TrackPublished, began).off(RoomEvent.TrackUnpublished, ended).off(RoomEvent.Connected, came);
    };
  }, [room, announce, t]);
  return null;
}
