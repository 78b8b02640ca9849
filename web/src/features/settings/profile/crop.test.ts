import { expect, test } from "vitest";
import { cropOf, inside, MAXIMUM_ZOOM, middle, moved, placed } from "./crop";

const wide = { width: 400, height: 200 };

test("the middle square of a wide picture", () => {
  expect(cropOf(middle, wide)).toEqual({ x: 0.25, y: 0, size: 1 });
});

test("nearer is smaller", () => {
  expect(cropOf({ ...middle, zoom: 2 }, wide)).toEqual({ x: 0.375, y: 0.25, size: 0.5 });
});

test("no drag and no zoom leaves the picture", () => {
  for (let round = 0; round < 500; round++) {
    const size = { width: 1 + Math.random() * 5000, height: 1 + Math.random() * 5000 };
    let view = { x: Math.random() * 3 - 1, y: Math.random() * 3 - 1, zoom: Math.random() * 9 };
    view = moved(inside(view, size), size, Math.random() * 8 - 4, Math.random() * 8 - 4);
    const crop = cropOf(view, size);
    const side = crop.size * Math.min(size.width, size.height);
    expect(crop.x).toBeGreaterThanOrEqual(0);
    expect(crop.y).toBeGreaterThanOrEqual(0);
    expect(crop.x * size.width + side).toBeLessThanOrEqual(size.width + 1e-6);
    expect(crop.y * size.height + side).toBeLessThanOrEqual(size.height + 1e-6);
    expect(crop.size).toBeGreaterThanOrEqual(1 / MAXIMUM_ZOOM);
  }
});

test("the picture follows the hand", () => {
  const view = moved({ ...middle, zoom: 2 }, wide, 0.1, 0);
  expect(view.x).toBeCloseTo(0.475);
  expect(placed(view, wide).left).toBeCloseTo(placed({ ...middle, zoom: 2 }, wide).left + 0.1);
});

test("the square is always covered", () => {
  const { left, top, width, height } = placed(inside({ x: 2, y: -1, zoom: 1.3 }, wide), wide);
  expect(left).toBeLessThanOrEqual(0);
  expect(top).toBeLessThanOrEqual(1e-9);
  expect(left + width).toBeGreaterThanOrEqual(1 - 1e-9);
  expect(top + height).toBeGreaterThanOrEqual(1 - 1e-9);
});
