import { type RemoteParticipant, type Room, RoomEvent } from "livekit-client";
import { useEffect, useRef } from "react";
import { useCall } from "./CallContext";
import { parseJson } from "./roomState";

/** The engine's limit for a reliable message is 16 KiB with its envelope. */
export const MAXIMUM_BYTES = 15_000;

/** One kind of message between the pages of a call. `parse` answers null to what is not one: it came from anybody. */
export interface Topic<T> {
  name: string;
  parse: (value: unknown) => T | null;
}

export class MessageTooLong extends Error {}

/**
 * To everybody, or to those whose identities are given. Raises MessageTooLong, and what the engine raises when there is
 * no connection or no permission.
 */
export async function send<T>(room: Room, topic: Topic<T>, payload: T, to?: string[]): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  if (bytes.byteLength > MAXIMUM_BYTES) throw new MessageTooLong(topic.name);
  await room.localParticipant.publishData(bytes, {
    topic: topic.name,
    reliable: true,
    ...(to ? { destinationIdentities: to } : {}),
  });
}

/** A message's content, or null for what is too large, not JSON, or not of the topic. */
export function decode<T>(topic: Topic<T>, bytes: Uint8Array): T | null {
  if (bytes.byteLength > MAXIMUM_BYTES) return null;
  return topic.parse(parseJson(new TextDecoder().decode(bytes)));
}

/** `from` is null for what the server sent. The engine vouches for both: a page cannot speak in another's name. */
export function useTopic<T>(topic: Topic<T>, handler: (payload: T, from: RemoteParticipant | null) => void) {
  const { room } = useCall();
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const onData = (bytes: Uint8Array, from?: RemoteParticipant, _kind?: unknown, name?: string) => {
      if (name !== topic.name) return;
      const payload = decode(topic, bytes);
      if (payload !== null) latest.current(payload, from ?? null);
    };
    room.on(RoomEvent.DataReceived, onData);
    return () => {
      room.off(RoomEvent.DataReceived, onData);
    };
  }, [room, topic]);
}
