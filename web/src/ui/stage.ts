import { useEffect, useSyncExternalStore } from "react";

// The call is dark in both themes: menus and dialogs it opens must be too, and those are drawn outside of its element.
let holders = 0;
const listeners = new Set<() => void>();
const notify = () => {
  for (const listener of listeners) listener();
};

export const useIsOnStage = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => holders > 0,
  );

export function useStage() {
  useEffect(() => {
    holders += 1;
    notify();
    return () => {
      holders -= 1;
      notify();
    };
  }, []);
}
