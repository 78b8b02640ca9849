/**
 * Everything Egret keeps in this browser outside its cookies. The server's registry lists the same keys, and a start
 * with a key it does not know is refused. Optional entries are off until the person allows them; meanwhile, and after a
 * refusal, what they choose holds until the page closes.
 */
const registry = {
  /** That the person allowed optional entries; absent otherwise. */
  choice: "egret.storage",
  /** The language a person chose; absent while the browser's language holds. */
  language: "egret.language",
  /** The theme a person chose; absent while the system's theme holds. */
  theme: "egret.theme",
  /** Camera, microphone and speaker a person picked; written only when they pick one. */
  devices: "egret.devices",
  /** Where uploads stopped, so that they go on after the page was closed; gone with the last of them. */
  uploads: "egret.uploads",
} as const;

const ALLOWED = "allowed";
const optional = ["language", "theme", "devices", "uploads"] as const;
type Optional = (typeof optional)[number];

/** What was chosen since this page was opened. */
const chosen = new Map<Optional, string | null>();
const listeners = new Set<() => void>();

declare global {
  interface Navigator {
    /** Global Privacy Control (W3C, section 3.4). */
    readonly globalPrivacyControl?: boolean;
  }
}

export const refusedByBrowser = () => navigator.globalPrivacyControl === true;

export const allowed = () => !refusedByBrowser() && keep(() => localStorage.getItem(registry.choice)) === ALLOWED;

export function read(name: Optional): string | null {
  const now = chosen.get(name);
  return now === undefined ? (keep(() => localStorage.getItem(registry[name])) ?? null) : now;
}

export function write(name: Optional, value: string | null) {
  chosen.set(name, value);
  if (allowed()) store(name, value);
  changed();
}

/** For what several pages of this browser write: changes what is kept now, not what this page once saw. */
export function renew(name: Optional, change: (value: string | null) => string | null) {
  const kept = allowed() ? (keep(() => localStorage.getItem(registry[name])) ?? null) : (chosen.get(name) ?? null);
  write(name, change(kept));
}

export function allow() {
  if (refusedByBrowser()) return;
  keep(() => localStorage.setItem(registry.choice, ALLOWED));
  for (const [name, value] of chosen) store(name, value);
  changed();
}

/** Deletes all that is optional, at once. */
export function refuse() {
  keep(() => localStorage.removeItem(registry.choice));
  clear();
}

/** Deletes what is kept now; what is chosen later is kept again where that is allowed. */
export function clear() {
  for (const name of optional) store(name, null);
  changed();
}

/** When a page opens: what an earlier version kept unasked, or was kept before the browser said no, goes. */
export function startStorage() {
  if (!allowed()) refuse();
}

/** The keys of the registry that are in this browser now. */
export const present = (): string[] =>
  Object.values(registry).filter((key) => (keep(() => localStorage.getItem(key)) ?? null) !== null);

/** Tells of changes by this page and, by the browser's own event, of those by others. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

function store(name: Optional, value: string | null) {
  keep(() => (value === null ? localStorage.removeItem(registry[name]) : localStorage.setItem(registry[name], value)));
}

function changed() {
  for (const listener of listeners) listener();
}

/** A browser may refuse all storage: everything works without it. */
function keep<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
