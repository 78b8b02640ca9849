import { expect, test } from "vitest";
import { proves } from "./proof";

// Entries 5 and 0 of certificate-transparency's tree of eight; its third leaf is the byte 0x10, the first is empty.
const root = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
const head = { size: 8, root, at: "2026-11-30T00:00:00Z", key: "", signature: "" };
const path = [
  "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
  "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
  "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
];

test("a path that leads to the root proves its entry, and no other", async () => {
  expect(await proves({ number: 0, entry: "", path, head })).toBe(true);
  expect(await proves({ number: 0, entry: "forged", path, head })).toBe(false);
  expect(await proves({ number: 1, entry: "", path, head })).toBe(false);
  expect(await proves({ number: 0, entry: "", path: path.slice(1), head })).toBe(false);
  expect(await proves({ number: 0, entry: "", path, head: { ...head, root: path[0] as string } })).toBe(false);
});

test("entries at the right edge have shorter paths", async () => {
  const three = { ...head, size: 3, root: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" };
  const sibling = ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"];
  expect(await proves({ number: 2, entry: "\u0010", path: sibling, head: three })).toBe(true);
});
