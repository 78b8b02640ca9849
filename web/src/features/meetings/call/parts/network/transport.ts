import { type Room, RoomEvent } from "livekit-client";
import { useEffect, useState } from "react";

export type Transport = "udp" | "tcp";

/** Ways change rarely, and a look costs some milliseconds. */
const EVERY = 20_000;
/** A connection settles on its way within its first seconds. */
const FIRST = 3000;

/** How media travels, by the engine's account of one track; null until something does. */
export async function transportOf(room: Room): Promise<Transport | null> {
  const participants = [room.localParticipant, ...room.remoteParticipants.values()];
  const tracks = participants.flatMap((each) => [...each.trackPublications.values()].map(({ track }) => track));
  const report = await tracks.find((track) => track !== undefined)?.getRTCStatsReport();
  return report ? protocolOf(report) : null;
}

/** From a browser's report: the protocol of the chosen pair's own end. */
export function protocolOf(report: ReadonlyMap<string, Record<string, unknown>>): Transport | null {
  for (const entry of report.values()) {
    if (entry.type !== "transport" || typeof entry.selectedCandidatePairId !== "string") continue;
    const pair = report.get(entry.selectedCandidatePairId);
    const candidate = report.get(String(pair?.localCandidateId));
    const protocol = candidate?.relayProtocol ?? candidate?.protocol;
    if (protocol === "tcp" || protocol === "tls") return "tcp";
    if (protocol === "udp") return "udp";
  }
  return null;
}

/** From a browser's report: how much it believes it can send, in bits per second; null while it does not know. */
export function roomToSend(report: ReadonlyMap<string, Record<string, unknown>>): number | null {
  for (const entry of report.values()) {
    if (entry.type !== "transport" || typeof entry.selectedCandidatePairId !== "string") continue;
    const free = report.get(entry.selectedCandidatePairId)?.availableOutgoingBitrate;
    if (typeof free === "number") return free;
  }
  return null;
}

export function useTransport(room: Room, live: boolean): Transport | null {
  const [transport, setTransport] = useState<Transport | null>(null);
  useEffect(() => {
    if (!live) return;
    const look = () => void transportOf(room).then(setTransport, () => undefined);
    let first = setTimeout(look, FIRST);
    const soon = () => {
      clearTimeout(first);
      first = setTimeout(look, FIRST);
    };
    const timer = setInterval(look, EVERY);
    room.on(RoomEvent.TrackSubscribed, soon).on(RoomEvent.LocalTrackPublished, soon);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      room.off(RoomEvent.TrackSubscribed, soon).off(RoomEvent.LocalTrackPublished, soon);
    };
  }, [room, live]);
  return transport;
}
