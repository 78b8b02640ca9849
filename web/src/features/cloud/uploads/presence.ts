import { useSyncExternalStore } from "react";
import { read } from "@/ui/storage";

// The tray and all it needs load when there is something to show: an upload, or one that a closed page left behind.
let wanted = read("uploads") !== null;
const listeners = new Set<() => void>();

export function wantTray() {
  if (wanted) return;
  wanted = true;
  for (const listener of listeners) listener();
}

export const useTrayWanted = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => wanted,
  );
