import type { Clause } from "@/api";
import type { ClauseState } from "./queries";

/** What needs somebody comes first. */
export const STATES = ["broken", "unknown", "kept", "not yet"] as const satisfies readonly ClauseState[];

/** Failures first and the newest of them on top; what holds by its id. */
export function ordered<T extends Pick<Clause, "id" | "state" | "since">>(clauses: readonly T[]): T[] {
  return [...clauses].sort((a, b) => {
    const rank = STATES.indexOf(a.state) - STATES.indexOf(b.state);
    if (rank !== 0) return rank;
    if (a.state === "broken" || a.state === "unknown") {
      const newest = (b.since ?? "").localeCompare(a.since ?? "");
      if (newest !== 0) return newest;
    }
    return a.id.localeCompare(b.id);
  });
}

export const counted = (clauses: readonly Pick<Clause, "state">[]): Record<ClauseState, number> => {
  const counts = { broken: 0, unknown: 0, kept: 0, "not yet": 0 };
  for (const { state } of clauses) counts[state] += 1;
  return counts;
};
