import { type Room, RoomEvent } from "livekit-client";
import { isUnseen, subscribe } from "../../../recordings/choices";
import { parseRoomState } from "../../frame/roomState";

/** Resolves when camera and microphone may be published: nobody records, or this person was told of it and chose. */
export function whenTold(room: Room): Promise<void> {
  const waiting = () => {
    const { recording } = parseRoomState(room.metadata);
    return recording !== null && isUnseen(recording.id) === undefined;
  };
  if (!waiting()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = subscribe(look);
    room.on(RoomEvent.RoomMetadataChanged, look).on(RoomEvent.Disconnected, done);
    function look() {
      if (!waiting()) done();
    }
    function done() {
      stop();
      room.off(RoomEvent.RoomMetadataChanged, look).off(RoomEvent.Disconnected, done);
      resolve();
    }
  });
}
