import type { Room } from "livekit-client";
import type { Message } from "./message";

export interface Line extends Message {
  /** The identity of who wrote it. */
  from: string;
  name: string;
  mine: boolean;
  at: number;
  /** Whom an aside of mine went to. */
  toName: string | null;
}

// A page's memory, not an archive: the oldest go first.
const KEPT = 1000;

/** What was written while this page is in the call. It lives in the page's memory and goes with it. */
export class Chat {
  #lines: readonly Line[] = [];
  #unread = 0;
  #read = false;
  readonly #listeners = new Set<() => void>();

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  lines = () => this.#lines;

  unread = () => this.#unread;

  /** The engine may deliver twice; nobody can answer in another's name or replace what they wrote. */
  add = (line: Line) => {
    if (this.#lines.some((other) => other.id === line.id && other.from === line.from)) return;
    this.#lines = [...this.#lines, line].slice(-KEPT);
    if (!line.mine && !this.#read) this.#unread += 1;
    this.#tell();
  };

  remove = (id: string) => {
    this.#lines = this.#lines.filter((line) => !(line.mine && line.id === id));
    this.#tell();
  };

  /** While the panel is open everything counts as read. */
  reading = (read: boolean) => {
    this.#read = read;
    if (read) this.#unread = 0;
    this.#tell();
  };

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

const chats = new WeakMap<Room, Chat>();

/** One per call, whatever panel is open. */
export function chatOf(room: Room): Chat {
  const known = chats.get(room) ?? new Chat();
  chats.set(room, known);
  return known;
}
