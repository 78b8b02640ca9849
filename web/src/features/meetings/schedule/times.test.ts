import { expect, test } from "vitest";
import { addDays, daysBetween, mondayOf, nthOf, ruleOf, shiftLocal } from "./times";

test("days are counted by the calendar, over changes of the clocks too", () => {
  expect(addDays("2027-03-27", 2)).toBe("2027-03-29");
  expect(addDays("2027-12-31", 1)).toBe("2028-01-01");
  expect(mondayOf("2026-11-29")).toBe("2026-11-23");
  expect(mondayOf("2026-11-23")).toBe("2026-11-23");
  expect(daysBetween("2027-03-27", "2027-03-29")).toBe(2);
  expect(shiftLocal("2027-03-27T09:30", 1)).toBe("2027-03-28T09:30");
});

test("a rule has the date among its days", () => {
  expect(ruleOf("", 1, [], "2026-12-01", "")).toBeNull();
  expect(ruleOf("WEEKLY", 2, [3], "2026-12-01", "")).toBe("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH");
  expect(ruleOf("NTH", 1, [], "2026-12-01", "2027-06-30")).toBe("FREQ=MONTHLY;INTERVAL=1;BYDAY=1TU;UNTIL=20270630");
  expect(nthOf("2026-12-29")).toBe(-1);
});
