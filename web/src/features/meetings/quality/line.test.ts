import { expect, test } from "vitest";
import { highest, latest, pathOf, scaleOf } from "./line";
import type { Point } from "./queries";

const START = Date.UTC(2026, 10, 29, 9);
const point = (seconds: number, jitter_ms: number | null): Point => ({
  ...{ sent_kbps: null, received_kbps: null, sent_lost_permille: null, received_lost_permille: null },
  ...{ round_trip_ms: null, freezes: null, width: null, height: null },
  ...{ at: new Date(START + seconds * 1000).toISOString(), jitter_ms },
});

test("a line goes on between neighbours and breaks where nothing was measured", () => {
  const points = [point(0, 0), point(12, 50), point(24, null), point(36, 100), point(200, 10)];
  expect(pathOf(points, "jitter_ms", START, START + 200_000, 100)).toBe(
    "M0.00 100.00h0L6.00 50.00M18.00 0.00h0M100.00 90.00h0",
  );
  expect(pathOf(points, "freezes", START, START, 1)).toBe("");
});

test("scales end at round numbers and are not smaller than what is good", () => {
  expect(scaleOf([point(0, 3)], "jitter_ms", 100)).toBe(100);
  expect(scaleOf([point(0, 130)], "jitter_ms", 100)).toBe(200);
  expect(scaleOf([point(0, 2100)], "jitter_ms", 100)).toBe(5000);
});

test("the latest and the highest that are known", () => {
  const points = [point(0, 9), point(12, 4), point(24, null)];
  expect([latest(points, "jitter_ms"), highest(points, "jitter_ms")]).toEqual([4, 9]);
  expect([latest([], "jitter_ms"), highest([], "jitter_ms")]).toEqual([null, null]);
});
