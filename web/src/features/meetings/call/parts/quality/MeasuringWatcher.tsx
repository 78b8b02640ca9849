import { useQuery } from "@tanstack/react-query";
import type { Room } from "livekit-client";
import { useEffect } from "react";
import { api } from "@/api";
import { measuringQuery } from "../../../quality/queries";
import { useCall } from "../../frame/CallContext";
import { measure, type Snapshot, type Stat, snapshotOf } from "./sample";

/** Sends how the call goes, as often as the server says, and not at all once the person objects. */
export function MeasuringWatcher() {
  const { code, room, state } = useCall();
  const live = state.phase === "live";
  const measuring = useQuery({ ...measuringQuery(code), enabled: live });
  const every = measuring.data?.measured ? measuring.data.every_seconds : null;
  useEffect(() => {
    if (!live || every === null) return;
    let before: { at: number; snapshot: Snapshot } | null = null;
    let over = false;
    const look = async () => {
      const stats = await statsOf(room);
      const at = performance.now();
      const beacon = before ? measure(before.snapshot, stats, (at - before.at) / 1000) : null;
      before = { at, snapshot: snapshotOf(stats) };
      // An objection holds for what is being measured at this moment, too.
      if (beacon && !over) {
        await api.POST("/api/v1/meetings/{code}/quality", { params: { path: { code } }, body: beacon });
      }
    };
    // A beacon that was not taken is not missed: nothing of the call depends on it.
    const quietly = () => void look().catch(() => undefined);
    quietly();
    const timer = setInterval(quietly, every * 1000);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [live, every, room, code]);
  return null;
}

async function statsOf(room: Room): Promise<Stat[]> {
  const publications = [
    ...room.localParticipant.trackPublications.values(),
    ...[...room.remoteParticipants.values()].flatMap((person) => [...person.trackPublications.values()]),
  ];
  const reports = await Promise.all(
    publications.map((publication) => publication.track?.getRTCStatsReport().catch(() => undefined)),
  );
  const stats = new Map<string, Stat>();
  // The connections' own rows stand in the report of each track.
  for (const report of reports) for (const [id, stat] of report ?? []) stats.set(id, stat as Stat);
  return [...stats.values()];
}
