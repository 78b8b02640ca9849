import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from "react";
import type { Situation } from "../model/commands";
import { all, clicked, extended, kept, moved, only, type Selection, toEnd, toggled } from "../model/selection";
import type { Entry } from "../types";

export interface ListProps {
  label: string;
  view: Situation["view"];
  entries: Entry[];
  selection: Selection;
  onSelect: (change: (before: Selection) => Selection) => void;
  renaming: string | null;
  onRename: (entry: Entry, name: string) => Promise<void>;
  onRenamed: () => void;
  onOpen: (entry: Entry) => void;
  onMenu: (at: { x: number; y: number }) => void;
  onMove: (entries: readonly Entry[], folder: string) => void;
  onFiles: (transfer: DataTransfer, folder: string) => void;
}

// Somebody who types on means one name; later it is a new one.
const TYPING_PAUSE = 700;
const touched = () => window.matchMedia("(pointer: coarse)").matches;

/** What pointer and keys do to a list of entries, however it is drawn. `across`: how many stand side by side. */
export function useList({ entries, selection, onSelect, onOpen, onMenu, view }: ListProps, across: number) {
  const shown = useMemo(() => entries.map((entry) => entry.id), [entries]);
  const was = useRef(shown);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the list is another; the callback is one each render
  useEffect(() => {
    const before = was.current;
    was.current = shown;
    if (before !== shown) onSelect((selection) => kept(selection, before, shown));
  }, [shown]);

  const typed = useRef({ text: "", at: 0 });
  const jump = (key: string) => {
    const now = Date.now();
    const fresh = now - typed.current.at > TYPING_PAUSE;
    typed.current = { text: (fresh ? "" : typed.current.text) + key.toLowerCase(), at: now };
    const hit = entries.find((entry) => entry.name.toLowerCase().startsWith(typed.current.text));
    if (hit) onSelect(() => only(hit.id));
  };

  const focused = entries.find((entry) => entry.id === selection.focus);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const { key, shiftKey } = event;
    const mod = event.ctrlKey || event.metaKey;
    const steps: Record<string, number> = {
      ArrowDown: across,
      ArrowUp: -across,
      ...(across > 1 ? { ArrowRight: 1, ArrowLeft: -1 } : {}),
      PageDown: across * 10,
      PageUp: -across * 10,
    };
    const step = steps[key];
    if (step !== undefined) onSelect((before) => moved(shown, before, step, shiftKey));
    else if (key === "Home") onSelect((before) => toEnd(shown, before, "first", shiftKey));
    else if (key === "End") onSelect((before) => toEnd(shown, before, "last", shiftKey));
    else if (key === "Enter" && focused) onOpen(focused);
    else if (key === " " && focused && typed.current.at < Date.now() - TYPING_PAUSE) {
      onSelect((before) => toggled(before, focused.id));
    } else if (key.length === 1 && !mod && key !== "?" && key !== "/") jump(key);
    else return;
    event.preventDefault();
  };

  return {
    shown,
    onKeyDown,
    onClick: (event: MouseEvent, entry: Entry) => {
      const mod = event.ctrlKey || event.metaKey;
      if (touched() && !mod && !event.shiftKey && selection.chosen.size === 0 && view !== "trash") {
        return onOpen(entry);
      }
      // A finger has no keys: once something is chosen, it chooses more.
      const keys = { shift: event.shiftKey, mod: mod || (touched() && selection.chosen.size > 0) };
      onSelect((before) => clicked(shown, before, entry.id, keys));
    },
    onMenu: (event: MouseEvent, entry: Entry) => {
      event.preventDefault();
      event.stopPropagation();
      if (!selection.chosen.has(entry.id)) onSelect(() => only(entry.id));
      onMenu({ x: event.clientX, y: event.clientY });
    },
    onToggle: (entry: Entry) => onSelect((before) => toggled(before, entry.id)),
    onAll: () => onSelect((before) => all(shown, before)),
    extendTo: (id: string) => onSelect((before) => extended(shown, before, id)),
  };
}
