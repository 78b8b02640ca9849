import { type Room, RoomEvent } from "livekit-client";
import { useMemo, useSyncExternalStore } from "react";
import { api, unwrap } from "@/api";
import { parseTimer, type Timer } from "./countdown";

export function useTimer(room: Room): Timer | null {
  const metadata = useSyncExternalStore(
    (listener) => {
      room.on(RoomEvent.RoomMetadataChanged, listener).on(RoomEvent.Connected, listener);
      return () => {
        room.off(RoomEvent.RoomMetadataChanged, listener).off(RoomEvent.Connected, listener);
      };
    },
    () => room.metadata,
  );
  return useMemo(() => parseTimer(metadata), [metadata]);
}

const at = (code: string) => ({ params: { path: { code } } });
export const setTimer = (code: string, seconds: number) =>
  unwrap(api.POST("/api/v1/meetings/{code}/timer", { ...at(code), body: { seconds } }));
export const stopTimer = (code: string) => unwrap(api.DELETE("/api/v1/meetings/{code}/timer", at(code)));
