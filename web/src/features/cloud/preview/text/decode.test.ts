import { expect, test } from "vitest";
import { decode } from "./decode";

const bytes = (...values: number[]) => new Uint8Array(values);

test("UTF-8, with and without its mark, and cut within a character", () => {
  const text = new TextEncoder().encode("naïve 白鹭");
  expect(decode(text)).toEqual({ text: "naïve 白鹭", encoding: "UTF-8" });
  expect(decode(bytes(0xef, 0xbb, 0xbf, 0x61))).toEqual({ text: "a", encoding: "UTF-8" });
  expect(decode(text.subarray(0, -1))).toEqual({ text: "naïve 白", encoding: "UTF-8" });
});

test("UTF-16 in both byte orders, and without its mark", () => {
  expect(decode(bytes(0xff, 0xfe, 0x2d, 0x4e))?.text).toBe("中");
  expect(decode(bytes(0xfe, 0xff, 0x4e, 0x2d))?.text).toBe("中");
  expect(decode(bytes(0x61, 0, 0x62, 0, 0x63, 0))).toEqual({ text: "abc", encoding: "UTF-16" });
  expect(decode(bytes(0, 0x61, 0, 0x62, 0, 0x63))).toEqual({ text: "abc", encoding: "UTF-16" });
});

test("GB18030", () => {
  // 中文，a
  expect(decode(bytes(0xd6, 0xd0, 0xce, 0xc4, 0xa3, 0xac, 0x61))).toEqual({ text: "中文，a", encoding: "GB18030" });
});

test("western text of another age", () => {
  expect(decode(bytes(0x63, 0x61, 0x66, 0xe9, 0x20, 0xfc, 0x62, 0x65, 0x72))?.text).toBe("café über");
});

test("bytes that are no text", () => {
  expect(decode(bytes(0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0xff, 0))).toBeNull();
});
