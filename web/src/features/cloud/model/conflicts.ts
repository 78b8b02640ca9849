/** What to do where a name is taken, as the upload's metadata says it. */
export type Answer = "replace" | "keep_both" | "skip";

export interface Conflict {
  /** The upload that waits for the answer. */
  id: string;
  /** What was dropped or picked together: “for all” goes no further. */
  batch: string;
  name: string;
}

export interface Conflicts {
  waiting: readonly Conflict[];
  settled: ReadonlyMap<string, Answer>;
}

export const noConflicts: Conflicts = { waiting: [], settled: new Map() };

/** A name was found taken: the answer already given for its batch, or it waits in line to be asked. */
export function met(before: Conflicts, conflict: Conflict): [Conflicts, Answer | null] {
  const answer = before.settled.get(conflict.batch);
  if (answer) return [before, answer];
  if (before.waiting.some((each) => each.id === conflict.id)) return [before, null];
  return [{ ...before, waiting: [...before.waiting, conflict] }, null];
}

/** The first in line is answered; with `forAll` the rest of its batch as well, now and later. Returns whom it answers. */
export function answered(before: Conflicts, answer: Answer, forAll: boolean): [Conflicts, string[]] {
  const [first] = before.waiting;
  if (!first) return [before, []];
  const concerned = before.waiting.filter((each) => each === first || (forAll && each.batch === first.batch));
  return [
    {
      waiting: before.waiting.filter((each) => !concerned.includes(each)),
      settled: forAll ? new Map(before.settled).set(first.batch, answer) : before.settled,
    },
    concerned.map((each) => each.id),
  ];
}

/** Whoever was cancelled needs no answer any more. */
export const withdrawn = (before: Conflicts, ids: readonly string[]): Conflicts => ({
  ...before,
  waiting: before.waiting.filter((each) => !ids.includes(each.id)),
});
