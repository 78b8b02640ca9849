/** What is chosen in a list, where the keyboard stands, and where a range began. */
export interface Selection {
  chosen: ReadonlySet<string>;
  focus: string | null;
  anchor: string | null;
}

export const nothing: Selection = { chosen: new Set(), focus: null, anchor: null };

/** The ids of a list, in the order it shows them. */
type Shown = readonly string[];

export const only = (id: string): Selection => ({ chosen: new Set([id]), focus: id, anchor: id });

export const all = (shown: Shown, before: Selection): Selection => ({
  chosen: new Set(shown),
  focus: before.focus ?? shown[0] ?? null,
  anchor: before.anchor ?? shown[0] ?? null,
});

export const cleared = (before: Selection): Selection => ({ ...before, chosen: new Set(), anchor: before.focus });

export function toggled(before: Selection, id: string): Selection {
  const chosen = new Set(before.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { chosen, focus: id, anchor: id };
}

/** From where the range began to here, and nothing else. */
export function extended(shown: Shown, before: Selection, id: string): Selection {
  const from = before.anchor === null ? -1 : shown.indexOf(before.anchor);
  const to = shown.indexOf(id);
  if (from < 0 || to < 0) return only(id);
  return { chosen: new Set(shown.slice(Math.min(from, to), Math.max(from, to) + 1)), focus: id, anchor: before.anchor };
}

export function clicked(shown: Shown, before: Selection, id: string, keys: { shift: boolean; mod: boolean }) {
  if (keys.shift) return extended(shown, before, id);
  return keys.mod ? toggled(before, id) : only(id);
}

/** The keyboard goes `by` lines on; it stops at the ends, and the first step of all enters the list at its near end. */
export function moved(shown: Shown, before: Selection, by: number, shift = false): Selection {
  const at = before.focus === null ? -1 : shown.indexOf(before.focus);
  const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + by));
  const id = shown[next];
  if (id === undefined) return before;
  return shift ? extended(shown, before, id) : only(id);
}

/** The keyboard goes to the first line or the last, wherever it stood, and if it stood nowhere yet. */
export function toEnd(shown: Shown, before: Selection, end: "first" | "last", shift = false): Selection {
  const id = end === "first" ? shown[0] : shown.at(-1);
  if (id === undefined) return before;
  return shift ? extended(shown, before, id) : only(id);
}

/** After the list changed: what is gone is not chosen, and the keyboard stands where the gone one was. */
export function kept(before: Selection, was: Shown, shown: Shown): Selection {
  const here = new Set(shown);
  const chosen = new Set([...before.chosen].filter((id) => here.has(id)));
  const near = (id: string | null) =>
    id === null || here.has(id)
      ? id
      : (was.slice(was.indexOf(id)).find((each) => here.has(each)) ?? shown.at(-1) ?? null);
  const [focus, anchor] = [near(before.focus), near(before.anchor)];
  if (chosen.size === before.chosen.size && focus === before.focus && anchor === before.anchor) return before;
  return { chosen, focus, anchor };
}
