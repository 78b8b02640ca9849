import type { KeyboardEvent } from "react";
import { type Shortcut, useShortcuts } from "@/ui/shortcuts";

/**
 * While the viewer is open its keys are the only ones: a key meant for the list below must not throw a file away.
 * Dialogs over the viewer are no part of what this listens on, so that their Escape is theirs alone.
 */
export function useViewerKeys(shortcuts: Shortcut[], onEscape: () => void) {
  useShortcuts(shortcuts);
  return (event: KeyboardEvent) => {
    if (event.key === "?" || event.defaultPrevented) return;
    event.stopPropagation();
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return onEscape();
    // A player and a field have a use of their own for the keys.
    if (event.target instanceof Element && event.target.matches("video, audio, input, textarea, select")) return;
    const hit = shortcuts.find((each) => each.keys.includes(event.key.toLowerCase()));
    if (!hit) return;
    event.preventDefault();
    hit.run();
  };
}
