import type { Upload } from "tus-js-client";
import type { Problem } from "@/api";
import { uuid } from "@/ui";
import { type Answer, answered, type Conflicts, met, noConflicts, withdrawn } from "../model/conflicts";
import { rateOf, type Sample, sampled } from "../model/rate";
import { wantTray } from "./presence";
import { begin, unreachable } from "./transfer";
import type { Picked } from "./walk";

/** More at once only share the same line, and each holds a request of the server's. */
const AT_ONCE = 4;
/** Waits before trying again, each twice the one before: soon after a blink, seldom while a machine is away. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
/** How often the page is told: a fast line reports far more often than anybody can read. */
const TELL_EVERY = 150;

/** waiting → sending → done; a name that is taken: asking → waiting or skipped; lost → sending again by itself. */
export type State = "waiting" | "sending" | "paused" | "lost" | "asking" | "failed" | "done" | "skipped";

export interface Item {
  id: string;
  batch: string;
  file: File;
  person: string;
  parent: string;
  path: string;
  conflict: Answer | "ask";
  state: State;
  sent: number;
  problem: Problem | null;
  node: string | null;
}

export interface Snapshot {
  items: readonly Item[];
  conflicts: Conflicts;
  /** Bytes a second of all together. */
  rate: number | null;
}

interface Under {
  upload: Upload | null;
  attempts: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

let items: Item[] = [];
let conflicts = noConflicts;
let samples: Sample[] = [];
let snapshot: Snapshot = { items, conflicts, rate: null };
const under = new Map<string, Under>();
const listeners = new Set<() => void>();
let telling: ReturnType<typeof setTimeout> | undefined;

export const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const current = () => snapshot;
export const isBusy = (state: State) => state === "waiting" || state === "sending" || state === "lost";
export const isOver = (state: State) => state === "done" || state === "skipped";

function tell() {
  if (telling) return;
  telling = setTimeout(() => {
    telling = undefined;
    const now = Date.now();
    if (items.some((each) => each.state === "sending")) {
      samples = sampled(samples, { at: now, bytes: items.reduce((sum, each) => sum + each.sent, 0) });
    } else samples = [];
    snapshot = { items: [...items], conflicts, rate: rateOf(samples, now) };
    for (const listener of listeners) listener();
  }, TELL_EVERY);
}

function change(id: string, change: Partial<Item>) {
  items = items.map((each) => (each.id === id ? { ...each, ...change } : each));
  tell();
}

const itemOf = (id: string) => items.find((each) => each.id === id);

export function add(picked: readonly Picked[], person: string, parent: string) {
  if (picked.length === 0) return;
  const batch = uuid();
  // What is over makes room for the new.
  items = items.filter((each) => !isOver(each.state));
  for (const { file, path } of picked) {
    const fresh = { id: uuid(), batch, file, person, parent, path, conflict: "ask", state: "waiting" } as const;
    items.push({ ...fresh, sent: 0, problem: null, node: null });
  }
  wantTray();
  tell();
  pump();
}

function pump() {
  let free = AT_ONCE - items.filter((each) => each.state === "sending").length;
  for (const each of items) {
    if (free <= 0) return;
    if (each.state !== "waiting") continue;
    free -= 1;
    void send(each.id);
  }
}

async function send(id: string) {
  const item = itemOf(id);
  if (!item) return;
  const task: Under = under.get(id) ?? { upload: null, attempts: 0, timer: undefined };
  under.set(id, task);
  clearTimeout(task.timer);
  change(id, { state: "sending", problem: null });
  try {
    task.upload ??= await begin(item, {
      onProgress: (sent) => {
        task.attempts = 0;
        change(id, { sent });
      },
      onDone: (node) => {
        under.delete(id);
        change(id, { state: "done", sent: item.file.size, node });
        pump();
      },
      onFailed: (problem, lost) => failed(id, problem, lost),
    });
  } catch {
    // The client itself could not be loaded: the network again.
    return failed(id, unreachable(), true);
  }
  // Paused or cancelled while the client was loading.
  if (itemOf(id)?.state === "sending") task.upload.start();
}

function failed(id: string, problem: Problem, lost: boolean) {
  const item = itemOf(id);
  const task = under.get(id);
  if (!item || !task) return;
  if (lost) {
    task.attempts += 1;
    change(id, { state: "lost", problem });
    task.timer = setTimeout(() => go(id), Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (task.attempts - 1)));
  } else if (problem.slug === "file-name-taken") {
    // The next attempt is another upload, with the answer in it.
    task.upload = null;
    const [next, answer] = met(conflicts, { id, batch: item.batch, name: item.file.name });
    conflicts = next;
    change(id, { state: "asking" });
    if (answer) settle(id, answer);
  } else {
    task.upload = null;
    change(id, { state: "failed", problem });
  }
  pump();
}

function settle(id: string, answer: Answer) {
  if (answer === "skip") {
    under.delete(id);
    change(id, { state: "skipped", conflict: answer });
  } else change(id, { state: "waiting", conflict: answer });
}

/** `asked` is the upload that was asked about: a second click, meant for the same, answers no other one. */
export function answer(asked: string, given: Answer, forAll: boolean) {
  if (conflicts.waiting[0]?.id !== asked) return;
  const [next, ids] = answered(conflicts, given, forAll);
  conflicts = next;
  for (const id of ids) settle(id, given);
  tell();
  pump();
}

/** Back into the queue: after a pause, a failure, or when the network returns. */
export function go(id: string) {
  const state = itemOf(id)?.state;
  if (state !== "paused" && state !== "failed" && state !== "lost") return;
  clearTimeout(under.get(id)?.timer);
  change(id, { state: "waiting", problem: null });
  pump();
}

export function pause(id: string) {
  const item = itemOf(id);
  if (!item || !isBusy(item.state)) return;
  const task = under.get(id);
  clearTimeout(task?.timer);
  change(id, { state: "paused" });
  // What was sent is kept by the server.
  void task?.upload?.abort();
  pump();
}

export function cancel(id: string) {
  const task = under.get(id);
  clearTimeout(task?.timer);
  items = items.filter((each) => each.id !== id);
  under.delete(id);
  conflicts = withdrawn(conflicts, [id]);
  // Where the server cannot be told, it forgets what nobody goes on with.
  task?.upload?.abort(true).catch(() => undefined);
  tell();
  pump();
}

const each = (states: (state: State) => boolean, act: (id: string) => void) => {
  for (const item of items.filter((item) => states(item.state))) act(item.id);
};
export const pauseAll = () => each(isBusy, pause);
export const goAll = () => each((state) => state === "paused" || state === "failed" || state === "lost", go);
export const cancelAll = () => each((state) => !isOver(state), cancel);

/** The tray is put away; what is still on its way stays. */
export function clearOver() {
  items = items.filter((each) => !isOver(each.state) && each.state !== "failed");
  tell();
}

/** Somebody else, or nobody, sits here now. */
export function leave(person: string | null) {
  for (const item of items.filter((each) => each.person !== person)) {
    clearTimeout(under.get(item.id)?.timer);
    void under.get(item.id)?.upload?.abort();
    under.delete(item.id);
    conflicts = withdrawn(conflicts, [item.id]);
  }
  items = items.filter((each) => each.person === person);
  tell();
}

window.addEventListener("online", () => each((state) => state === "lost", go));
window.addEventListener("beforeunload", (event) => {
  // The browser's own question: a file cannot be read again without the person.
  if (items.some((each) => isBusy(each.state))) event.preventDefault();
});
