import { expect, test } from "vitest";
import { isoDate } from "./birthDate";
import { localPath } from "./localPath";
import { looksLikePhone, normalizePhone } from "./phone";

test.each(["/meetings", "/m/abcd-efgh-jkmn?x=1#y"])("goes back to %s", (path) => {
  expect(localPath(path)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "",
  7,
  null,
])("never leaves for %j", (path) => {
  expect(localPath(path)).toBeUndefined();
});

test("a birthday is a day that exists", () => {
  expect(isoDate("2001", "2", "3")).toBe("2001-02-03");
  expect(isoDate("2000", "02", "29")).toBe("2000-02-29");
  expect(isoDate("2001", "2", "29")).toBeNull();
  expect(isoDate("2001", "13", "1")).toBeNull();
  expect(isoDate("1", "1", "1")).toBeNull();
});

test("a phone number is read as people write it", () => {
  expect(normalizePhone("+86 138-0013 (8000)")).toBe("+8613800138000");
  expect(normalizePhone("0044 20 7946 0958")).toBe("+442079460958");
  expect(normalizePhone("＋８６１３８００１３８０００")).toBe("+8613800138000");
  expect(looksLikePhone("+8613800138000")).toBe(true);
  expect(looksLikePhone("hello")).toBe(false);
});
