import { type DragEvent, useRef, useState } from "react";
import type { Entry } from "./types";

// What is dragged cannot be read before it is dropped; where it may be dropped must be known at once.
let carried: readonly Entry[] = [];
const TYPE = "application/x-egret-nodes";

export function startDragging(event: DragEvent, entries: readonly Entry[], label: string) {
  carried = entries;
  event.dataTransfer.setData(TYPE, JSON.stringify(entries.map((each) => each.id)));
  event.dataTransfer.effectAllowed = "move";
  if (entries.length > 1) {
    const badge = document.createElement("div");
    badge.textContent = label;
    badge.className = "egret-dragged";
    document.body.append(badge);
    event.dataTransfer.setDragImage(badge, 0, 0);
    setTimeout(() => badge.remove());
  }
}

export const stopDragging = () => {
  carried = [];
};

export const bringsFiles = (transfer: DataTransfer | null) => transfer?.types.includes("Files") === true;

interface Target {
  /** Null: nothing can be put here. */
  folder: string | null;
  onMove: (entries: readonly Entry[], folder: string) => void;
  onFiles: (transfer: DataTransfer, folder: string) => void;
}

/** A folder, a crumb or a space onto which entries are moved and files are uploaded. */
export function useDropTarget({ folder, onMove, onFiles }: Target) {
  const [over, setOver] = useState(false);
  // Entering a child comes before leaving its parent.
  const depth = useRef(0);
  const takes = (event: DragEvent) =>
    folder !== null &&
    (bringsFiles(event.dataTransfer) ||
      (event.dataTransfer.types.includes(TYPE) && !carried.some((each) => each.id === folder)));
  return {
    over,
    target: {
      onDragEnter: (event: DragEvent) => {
        if (!takes(event)) return;
        depth.current += 1;
        setOver(true);
      },
      onDragOver: (event: DragEvent) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = bringsFiles(event.dataTransfer) ? "copy" : "move";
      },
      onDragLeave: (event: DragEvent) => {
        if (!takes(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        depth.current = 0;
        setOver(false);
        if (folder === null || !takes(event)) return;
        event.preventDefault();
        event.stopPropagation();
        if (bringsFiles(event.dataTransfer)) onFiles(event.dataTransfer, folder);
        else onMove(carried, folder);
        carried = [];
      },
    },
  };
}
