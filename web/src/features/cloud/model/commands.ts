import type { Entry, Role } from "../types";

/** What a person looks at and has chosen: all that decides which commands there are. */
export interface Situation {
  view: "folder" | "found" | "trash";
  /** Whether these are what others shared: one can take them off one's list, or sees those that are off it. */
  received?: "listed" | "hidden";
  /** What they may do in the folder shown; across folders the server decides, case by case. */
  role: Role;
  chosen: readonly Entry[];
}

/** What is to happen, as data: the page does it, whichever menu, key or button it came from. */
export type Act =
  | { kind: "open" | "rename"; entry: Entry }
  | { kind: "share" | "details" | "locate" | "leave"; entry: Entry }
  | { kind: "download" | "move" | "copy" | "trash" | "restore" | "purge"; entries: readonly Entry[] }
  | { kind: "favourite" | "hide"; entries: readonly Entry[]; on: boolean };

export interface Command {
  id: string;
  /** The key of its name in the texts. */
  label: string;
  key?: "enter" | "f2" | "delete";
  /** Commands of one group stand together; a line parts the groups. */
  group: number;
  destructive?: boolean;
  /** What it would do here, or null where it makes no sense. Pure. */
  act: (situation: Situation) => Act | null;
}

const one = ({ chosen }: Situation) => (chosen.length === 1 ? (chosen[0] ?? null) : null);
const some = ({ chosen }: Situation) => (chosen.length > 0 ? chosen : null);
const writes = ({ view, role }: Situation) => view === "found" || (view === "folder" && role !== "view");
const alive = ({ view }: Situation) => view !== "trash";

function ofOne(
  kind: "open" | "rename" | "share" | "details" | "locate" | "leave",
  when: (situation: Situation) => boolean,
) {
  return (situation: Situation): Act | null => {
    const entry = one(situation);
    return entry && when(situation) ? { kind, entry } : null;
  };
}

function ofSome(
  kind: "download" | "move" | "copy" | "trash" | "restore" | "purge",
  when: (situation: Situation) => boolean,
) {
  return (situation: Situation): Act | null => {
    const entries = some(situation);
    return entries && when(situation) ? { kind, entries } : null;
  };
}

export const commands: readonly Command[] = [
  { id: "open", label: "cloud.act.open", key: "enter", group: 0, act: ofOne("open", alive) },
  {
    id: "locate",
    label: "cloud.act.locate",
    group: 0,
    act: (situation) => {
      const entry = one(situation);
      return entry?.place && situation.view === "found" ? { kind: "locate", entry } : null;
    },
  },
  { id: "download", label: "cloud.act.download", group: 0, act: ofSome("download", alive) },
  { id: "share", label: "cloud.act.share", group: 1, act: ofOne("share", (each) => alive(each) && writes(each)) },
  { id: "favourite", label: "cloud.act.favourite", group: 1, act: marking(true) },
  { id: "unfavourite", label: "cloud.act.unfavourite", group: 1, act: marking(false) },
  { id: "details", label: "cloud.act.details", group: 1, act: ofOne("details", alive) },
  { id: "rename", label: "cloud.act.rename", key: "f2", group: 2, act: ofOne("rename", writes) },
  { id: "move", label: "cloud.act.move", group: 2, act: ofSome("move", writes) },
  { id: "copy", label: "cloud.act.copy", group: 2, act: ofSome("copy", alive) },
  { id: "hide", label: "cloud.act.hide", group: 3, act: hiding(true) },
  { id: "showAgain", label: "cloud.act.showAgain", group: 3, act: hiding(false) },
  {
    id: "leave",
    label: "cloud.act.leave",
    group: 3,
    act: ofOne("leave", ({ received, chosen }) => received !== undefined && chosen[0]?.own === true),
  },
  {
    id: "trash",
    label: "cloud.act.trash",
    key: "delete",
    group: 3,
    destructive: true,
    act: ofSome("trash", writes),
  },
  { id: "restore", label: "cloud.act.restore", group: 0, act: ofSome("restore", ({ view }) => view === "trash") },
  {
    id: "purge",
    label: "cloud.act.purge",
    key: "delete",
    group: 3,
    destructive: true,
    act: ofSome("purge", ({ view, role }) => view === "trash" && role === "manage"),
  },
];

function marking(on: boolean) {
  return (situation: Situation): Act | null => {
    const entries = some(situation);
    const marked = situation.chosen.every((entry) => entry.favourite);
    return entries && alive(situation) && marked !== on ? { kind: "favourite", entries, on } : null;
  };
}

function hiding(on: boolean) {
  return (situation: Situation): Act | null => {
    const entries = some(situation);
    return entries && situation.received === (on ? "listed" : "hidden") ? { kind: "hide", entries, on } : null;
  };
}

/** What can be done here, each with what it would do. */
export const possible = (situation: Situation): { command: Command; act: Act }[] =>
  commands.flatMap((command) => {
    const act = command.act(situation);
    return act ? [{ command, act }] : [];
  });
