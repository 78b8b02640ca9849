import { expect, test } from "vitest";
import type { Attendee, Meeting } from "@/api";
import { bars, stretch } from "./timeline";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString();
const person = (spells: [number, number | null][]) =>
  ({
    joined_at: at(spells[0]?.[0] ?? 0),
    left_at: spells.at(-1)?.[1] === null ? null : at(spells.at(-1)?.[1] ?? 0),
    spells: spells.map(([from, to]) => ({ joined_at: at(from), left_at: to === null ? null : at(to) })),
  }) as Attendee;
const meeting = (change: Partial<Meeting>) => ({ started_at: at(0), ended_at: null, ...change }) as Meeting;

test("the picture of an ended meeting spans it", () => {
  expect(stretch(meeting({ ended_at: at(10) }), [person([[0, 10]])], at(50))).toEqual({
    from: Date.parse(at(0)),
    to: Date.parse(at(10)),
  });
});

test("an open spell reaches to now", () => {
  const { from, to } = stretch(meeting({}), [person([[5, null]])], at(10));
  expect(bars(person([[5, null]]), from, to)).toEqual([{ left: 50, width: 50 }]);
});

test("leaving and coming back are two bars", () => {
  expect(
    bars(
      person([
        [0, 2],
        [5, 10],
      ]),
      Date.parse(at(0)),
      Date.parse(at(10)),
    ),
  ).toEqual([
    { left: 0, width: 20 },
    { left: 50, width: 50 },
  ]);
});
