import { type RemoteParticipant, RoomEvent, Track, type TrackPublication } from "livekit-client";
import { useEffect } from "react";
import { useCall } from "../../frame/CallContext";
import { nameOf } from "../../useMembers";

/** Says who begins and ends sharing, and why one's own share did not begin or was ended by another. */
export function ShareWatch() {
  const { t, room, state, toast, announce } = useCall();
  const { shareTrouble } = state;
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
      if (isShare(publication)) announce(t("call.shares", { name: nameOf(person) }));
    };
    const ended = (publication: TrackPublication, person: RemoteParticipant) => {
      if (isShare(publication)) announce(t("call.sharesNoMore", { name: nameOf(person) }));
    };
    room.on(RoomEvent.TrackPublished, began).on(RoomEvent.TrackUnpublished, ended);
    return () => {
      room.off(RoomEvent.TrackPublished, began).off(RoomEvent.TrackUnpublished, ended);
    };
  }, [room, announce, t]);
  return null;
}
