import { describe, expect, it } from "vitest";
import { bodyOf, bundleOf } from "./bundle";

const sized = (size: number, person = "ada") => ({ person, file: new File([new Uint8Array(size)], "a.bin") });

describe("what goes together", () => {
  it("takes small ones only, of one person, in their order", () => {
    const [first, large, second, other] = [sized(1), sized(300_000), sized(2), sized(3, "bo")];
    expect(bundleOf([first, large, second, other] as ReturnType<typeof sized>[])).toEqual([first, second]);
  });

  it("stops where a request is full", () => {
    expect(bundleOf(Array.from({ length: 300 }, () => sized(1)))).toHaveLength(200);
    expect(bundleOf(Array.from({ length: 30 }, () => sized(200_000)))).toHaveLength(20);
  });

  it("finds none among large ones", () => expect(bundleOf([sized(300_000)])).toEqual([]));
});

describe("how they are written", () => {
  it("is a line and the bytes of each", async () => {
    const about = { parent: "p", conflict: "ask" as const };
    const file = new File(["one\n"], "é.txt", { type: "text/plain", lastModified: 5 });
    const text = await bodyOf([
      { id: "1", file, path: "é.txt", ...about },
      { id: "2", file: new File(["2"], "b"), path: "folder/b", ...about },
    ]).text();
    const [first, rest = ""] = text.split("\none\n");
    expect(JSON.parse(first ?? "")).toEqual({
      id: "1",
      filename: "é.txt",
      size: 4,
      filetype: "text/plain",
      parent: "p",
      relativePath: "",
      lastModified: "5",
      conflict: "ask",
    });
    const [second = "", content] = rest.split("\n");
    expect([JSON.parse(second).relativePath, content]).toEqual(["folder/b", "2"]);
  });
});
