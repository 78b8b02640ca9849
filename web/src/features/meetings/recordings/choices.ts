import { useSyncExternalStore } from "react";

/** What the person chose when they were told of a recording: to stay out of it, or not. Of this page, stored nowhere. */
const choices = new Map<string, boolean>();
const listeners = new Set<() => void>();
/** While this page's own press of the button is on its way, nobody has to be told of it. */
let pressing = false;

const tell = () => {
  for (const listener of listeners) listener();
};

export function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Undefined: not asked yet. */
export const isUnseen = (recording: string) => choices.get(recording);

export function choose(recording: string, unseen: boolean) {
  choices.set(recording, unseen);
  tell();
}

export function press(now: boolean) {
  pressing = now;
  tell();
}

export const useChoice = (recording: string | undefined) =>
  useSyncExternalStore(subscribe, () => (recording === undefined ? undefined : choices.get(recording)));

export const usePressing = () => useSyncExternalStore(subscribe, () => pressing);
