import {
  IconConfetti,
  IconHeart,
  IconMoodHappy,
  IconMoodSurprised,
  IconThumbDown,
  IconThumbUp,
} from "@tabler/icons-react";
import type { Room } from "livekit-client";
import type { Topic } from "../../../frame/data";

export const kinds = {
  thumbs_up: { icon: IconThumbUp, label: "talk.reactions.thumbsUp" },
  heart: { icon: IconHeart, label: "talk.reactions.heart" },
  laugh: { icon: IconMoodHappy, label: "talk.reactions.laugh" },
  surprise: { icon: IconMoodSurprised, label: "talk.reactions.surprise" },
  celebrate: { icon: IconConfetti, label: "talk.reactions.celebrate" },
  thumbs_down: { icon: IconThumbDown, label: "talk.reactions.thumbsDown" },
} as const;

export type Kind = keyof typeof kinds;

export interface Reaction {
  from: string;
  kind: Kind;
}

/** The server sends it, in the name of who asked for it. */
export const reactionTopic: Topic<Reaction> = {
  name: "reaction",
  parse: (value) => {
    const { from, kind } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    return typeof from === "string" && typeof kind === "string" && Object.hasOwn(kinds, kind)
      ? { from, kind: kind as Kind }
      : null;
  },
};

/** Whether the tray above the bar is open. */
class Tray {
  #open = false;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  isOpen = () => this.#open;

  set = (open: boolean) => {
    this.#open = open;
    for (const listener of this.#listeners) listener();
  };
}

const trays = new WeakMap<Room, Tray>();

export function trayOf(room: Room): Tray {
  const known = trays.get(room) ?? new Tray();
  trays.set(room, known);
  return known;
}
