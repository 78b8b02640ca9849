import { describe, expect, it } from "vitest";
import { goingByDay, soon } from "./days";

describe("what goes, day by day", () => {
  it("adds the tables up, the next run first", () => {
    const tables = [
      { going: 2, days: [1, 0, 4] },
      { going: 3, days: [0, 5, 1] },
    ];
    expect(goingByDay(tables)).toEqual([5, 1, 5, 5]);
    expect(tables.map(soon)).toEqual([5, 6]);
  });

  it("is a run of nothing where there is no table", () => {
    expect(goingByDay([])).toEqual([0]);
  });
});
