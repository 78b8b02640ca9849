import { expect, test } from "vitest";
import { delayBefore } from "./backoff";

test("waits half a second first, never more than eight", () => {
  expect([0, 1, 2, 3, 4, 5, 20].map(delayBefore)).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
});
