import { expect, test } from "vitest";
import { arrange, GAP } from "./grid";

test.each([1, 2, 3, 5, 9, 16, 25])("%i tiles fit on a desktop stage", (count) => {
  const grid = arrange(count, 1256, 700);
  const rows = Math.ceil(count / grid.columns);
  expect(grid.columns * grid.width + (grid.columns - 1) * GAP).toBeLessThanOrEqual(1256);
  expect(rows * grid.height + (rows - 1) * GAP).toBeLessThanOrEqual(700);
  expect(grid.width / grid.height).toBeLessThan(1.79);
});

test("two people stand one above the other on a phone, side by side on a desk", () => {
  expect(arrange(2, 374, 740).columns).toBe(1);
  expect(arrange(2, 1256, 700).columns).toBe(2);
});

test("a crowd on a phone scrolls rather than shrinks to nothing", () => {
  const grid = arrange(49, 374, 600);
  expect(grid.width).toBeGreaterThanOrEqual(100);
});

test("a stage not yet measured draws nothing instead of failing", () => {
  expect(arrange(3, 0, 0).width).toBe(0);
});
