import { afterEach, expect, test, vi } from "vitest";
import { keyInAddress, newKey, withKey } from "./key";

const at = (hash: string) => vi.stubGlobal("window", { location: { hash } });
afterEach(() => vi.unstubAllGlobals());

test("a new key fits into an address and comes back from it", () => {
  const key = newKey();
  at(`#e2ee=${key}`);
  expect(keyInAddress()).toBe(key);
  expect(withKey("https://x/m/a")).toBe(`https://x/m/a#e2ee=${key}`);
  expect(newKey()).not.toBe(key);
});

test.each(["", "#", "#e2ee=short", "#content", `#e2ee=${"a".repeat(44)}`, `#e2ee=${"<".repeat(43)}`])(
  "%s holds no key",
  (hash) => {
    at(hash);
    expect(keyInAddress()).toBeNull();
    expect(withKey("https://x/m/a")).toBe("https://x/m/a");
  },
);
