import type { Upload } from "tus-js-client";
import { Problem, unreachable } from "@/api";
import { uuid } from "@/ui";
import { bundleOf } from "../model/bundle";
import { type Answer, answered, type Conflicts, met, noConflicts, withdrawn } from "../model/conflicts";
import { rateOf, type Sample, sampled } from "../model/rate";
import { type Outcome, sendBundle } from "./bundles";
import { wantTray } from "./presence";
import { begin } from "./transfer";
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
  /** Ends the request that it is a part of, with many others. */
  bundle: AbortController | null;
  attempts: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const fresh = (): Under => ({ upload: null, bundle: null, attempts: 0, timer: undefined });

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
  changeAll(new Map([[id, change]]));
}

function changeAll(changes: ReadonlyMap<string, Partial<Item>>) {
  items = items.map((each) => {
    const change = changes.get(each.id);
    return change ? { ...each, ...change } : each;
  });
  tell();
}

const itemOf = (id: string) => items.find((each) => each.id === id);

export function add(picked: readonly Picked[], person: string, parent: string) {
  if (picked.length === 0) return;
  const batch = uuid();
  // What is over makes room for the new.
  items = items.filter((each) => !isOver(each.state));
  for (const { file, path } of picked) {
    const item = { id: uuid(), batch, file, person, parent, path, conflict: "ask", state: "waiting" } as const;
    items.push({ ...item, sent: 0, problem: null, node: null });
  }
  wantTray();
  tell();
  pump();
}

let pumping = false;

/** A moment later, once for all who ask: what becomes free together goes together. */
function pump() {
  if (pumping) return;
  pumping = true;
  setTimeout(() => {
    pumping = false;
    next();
  });
}

function next() {
  const bundles = new Set([...under.values()].flatMap((task) => task.bundle ?? []));
  const alone = items.filter((each) => each.state === "sending" && !under.get(each.id)?.bundle);
  for (let free = AT_ONCE - bundles.size - alone.length; free > 0; free -= 1) {
    const waiting = items.filter((each) => each.state === "waiting");
    const [first] = waiting;
    if (!first) return;
    const bundle = bundleOf(waiting.filter((each) => !under.get(each.id)?.upload));
    if (bundle.length > 0) void sendTogether(bundle);
    else void send(first.id);
  }
}

/** Whoever pauses or cancels one of them ends the request; the others go again, and none is stored twice. */
async function sendTogether(bundle: readonly Item[]) {
  const controller = new AbortController();
  for (const { id } of bundle) {
    const task = under.get(id) ?? fresh();
    clearTimeout(task.timer);
    under.set(id, { ...task, bundle: controller });
  }
  changeAll(new Map(bundle.map(({ id }) => [id, { state: "sending", problem: null }])));
  const found = await sendBundle(bundle, controller.signal).catch((problem: unknown) => problem);
  const mine = bundle.filter(({ id }) => under.get(id)?.bundle === controller);
  for (const { id } of mine) under.set(id, { ...(under.get(id) ?? fresh()), bundle: null });
  if (controller.signal.aborted) {
    changeAll(new Map(mine.map(({ id }) => [id, itemOf(id)?.state === "sending" ? { state: "waiting" } : {}])));
  } else if (found instanceof Map) {
    const outcomes = found as Map<string, Outcome>;
    const done = new Map<string, Partial<Item>>();
    for (const { id, file } of mine) {
      const outcome = outcomes.get(id);
      if (!outcome || !("node" in outcome)) continue;
      under.delete(id);
      done.set(id, { state: "done", sent: file.size, node: outcome.node });
    }
    changeAll(done);
    for (const [id, outcome] of outcomes) if ("problem" in outcome) failed(id, outcome.problem, false);
  } else {
    const problem = found instanceof Problem ? found : unreachable();
    for (const { id } of mine) failed(id, problem, problem.status === 0);
  }
  pump();
}

async function send(id: string) {
  const item = itemOf(id);
  if (!item) return;
  const task = under.get(id) ?? fresh();
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
  task?.bundle?.abort();
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
  task?.bundle?.abort();
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
    under.get(item.id)?.bundle?.abort();
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
