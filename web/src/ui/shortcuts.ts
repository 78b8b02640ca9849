import { useEffect, useRef, useSyncExternalStore } from "react";

/** A command reachable by keyboard: data, so that the handler and the list of keys cannot disagree. */
export interface Shortcut {
  /** As `KeyboardEvent.key`, lower case; `mod+d` stands for Ctrl or Command. */
  keys: string[];
  label: string;
  run: () => void;
  /** Left out: always. Otherwise asked when the key is pressed. */
  when?: () => boolean;
}

let groups: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();

function publish(next: typeof groups) {
  groups = next;
  for (const listener of listeners) listener();
}

export const useActiveShortcuts = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  ).flat();

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

// What every field does with its own text.
const OF_A_FIELD = /^mod\+[acvxz]$/;

const isToggle = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && (target.type === "checkbox" || target.type === "radio");

export function useShortcuts(shortcuts: Shortcut[]) {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map((shortcut) => shortcut.keys.join() + shortcut.label).join("|");

  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for the list, whose identity changes each render
  useEffect(() => {
    const group = latest.current;
    publish([...groups, group]);
    return () => publish(groups.filter((other) => other !== group));
  }, [signature]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.altKey || event.repeat || event.defaultPrevented) return;
      const mod = event.ctrlKey || event.metaKey;
      const pressed = (mod ? "mod+" : "") + event.key.toLowerCase();
      const typing = isTyping(event.target) && !isToggle(event.target);
      if (typing && (!mod || OF_A_FIELD.test(pressed))) return;
      const hit = latest.current.find((shortcut) => shortcut.keys.includes(pressed));
      if (!hit || hit.when?.() === false) return;
      event.preventDefault();
      hit.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
