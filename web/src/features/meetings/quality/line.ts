import type { Point } from "./queries";

export type Measure = Exclude<keyof Point, "at" | "width">;

/** Longer than this without a sample the line breaks: nobody was there, or objected. */
const GAP = 60_000;

/** A line's path in a box of 100 × 100, from the bottom up; missing values break it. */
export function pathOf(points: readonly Point[], measure: Measure, from: number, to: number, most: number): string {
  const span = Math.max(1, to - from);
  let path = "";
  let last: number | null = null;
  for (const point of points) {
    const value = point[measure];
    if (value === null) {
      last = null;
      continue;
    }
    const at = Date.parse(point.at);
    const x = ((at - from) / span) * 100;
    const y = 100 - (Math.min(value, most) / most) * 100;
    const goesOn = last !== null && at - last <= Math.max(GAP, span / 60);
    // A point alone is drawn as a dot: a line of no length with round ends.
    path += goesOn ? `L${x.toFixed(2)} ${y.toFixed(2)}` : `M${x.toFixed(2)} ${y.toFixed(2)}h0`;
    last = at;
  }
  return path;
}

/** The scale's end: a round number above all values, never less than what is still good. */
export function scaleOf(points: readonly Point[], measure: Measure, atLeast: number): number {
  const highest = Math.max(atLeast, ...points.map((point) => point[measure] ?? 0));
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 5, 10].find((each) => each * magnitude >= highest) ?? 10;
  return step * magnitude;
}

export function latest(points: readonly Point[], measure: Measure): number | null {
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const value = points[index]?.[measure] ?? null;
    if (value !== null) return value;
  }
  return null;
}

export function highest(points: readonly Point[], measure: Measure): number | null {
  const known = points.flatMap((point) => point[measure] ?? []);
  return known.length > 0 ? Math.max(...known) : null;
}
