import { expect, it } from "vitest";
import { counted, ordered } from "./order";

const clause = (id: string, state: "kept" | "broken" | "unknown" | "not yet", since: string | null = null) => ({
  id,
  state,
  since,
});

it("puts the newest failure on top, what nobody knows after it, and what holds by its id", () => {
  const clauses = [
    clause("C02", "kept", "2026-01-02"),
    clause("C01", "kept", "2026-01-01"),
    clause("C09", "not yet"),
    clause("C05", "broken", "2026-01-01"),
    clause("C07", "unknown"),
    clause("C06", "broken", "2026-01-03"),
  ];
  expect(ordered(clauses).map(({ id }) => id)).toEqual(["C06", "C05", "C07", "C01", "C02", "C09"]);
  expect(counted(clauses)).toEqual({ broken: 2, unknown: 1, kept: 2, "not yet": 1 });
});
