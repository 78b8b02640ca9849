import { expect, test } from "vitest";
import type { Shown } from "./entry";
import { isActiveMarkup, kindOf, languageOf } from "./kinds";

const file = (name: string, media_type = "application/octet-stream"): Shown => ({
  id: "1",
  name,
  media_type,
  is_folder: false,
  size: 1,
  modified_at: "2026-01-01T00:00:00Z",
  version: null,
});

test.each([
  ["a.png", "image/png", "picture"],
  ["a.avif", "image/avif", "picture"],
  ["IMG_1.HEIC", "image/heic", "unshowable"],
  ["scan.tif", "image/tiff", "unshowable"],
  ["a.pdf", "application/pdf", "pdf"],
  ["a.mp3", "audio/mpeg", "audio"],
  ["a.mkv", "application/octet-stream", "video"],
  ["main.ts", "video/mp2t", "text"],
  ["page.html", "text/html", "text"],
  ["logo.svg", "image/svg+xml", "text"],
  ["read.me.md", "text/markdown", "markdown"],
  ["a.csv", "text/csv", "table"],
  ["Makefile", "application/octet-stream", "text"],
  ["notes", "text/plain", "text"],
  ["a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "other"],
  ["a.exe", "application/x-msdownload", "other"],
] as const)("%s of type %s is shown as %s", (name, type, kind) => {
  expect(kindOf(file(name, type))).toBe(kind);
});

test("what could run as a page is known by its name and by its type", () => {
  expect(isActiveMarkup(file("a.SVG"))).toBe(true);
  expect(isActiveMarkup(file("noname", "text/html"))).toBe(true);
  expect(isActiveMarkup(file("a.py", "text/x-python"))).toBe(false);
});

test("a program's language follows its name", () => {
  expect(languageOf("a.b.tsx")).toBe("typescript");
  expect(languageOf("notes.txt")).toBeNull();
});
