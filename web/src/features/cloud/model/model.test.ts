import { describe, expect, it } from "vitest";
import type { Entry } from "../types";
import { answered, type Conflict, met, noConflicts, withdrawn } from "./conflicts";
import { rateOf, sampled } from "./rate";
import { all, cleared, clicked, kept, moved, nothing, only, toEnd } from "./selection";
import { orderWord, parseOrder, sorted, turned } from "./sort";

const entry = (name: string, more: Partial<Entry> = {}): Entry => ({
  id: name,
  name,
  is_folder: false,
  size: 0,
  media_type: "text/plain",
  modified_at: "2026-01-01T00:00:00Z",
  version: null,
  favourite: false,
  shared: false,
  ...more,
});

describe("the order of a list", () => {
  const names = (entries: Entry[]) => entries.map((each) => each.name);
  const by = (word: string, entries: Entry[]) => names(sorted(entries, parseOrder(word), "en"));

  it("counts as a person does and puts folders first, whichever way it runs", () => {
    const entries = [entry("b10"), entry("B2"), entry("a"), entry("z", { is_folder: true })];
    expect(by("name", entries)).toEqual(["z", "a", "B2", "b10"]);
    expect(by("-name", entries)).toEqual(["z", "b10", "B2", "a"]);
  });

  it("settles a draw by the name", () => {
    const entries = [entry("c", { size: 5 }), entry("b", { size: 5 }), entry("a", { size: 9 })];
    expect(by("-size", entries)).toEqual(["a", "b", "c"]);
    expect(by("size", entries)).toEqual(["b", "c", "a"]);
  });

  it("compares times, not their spelling", () => {
    const entries = [
      entry("later", { modified_at: "2026-01-01T01:00:00+00:00" }),
      entry("earlier", { modified_at: "2026-01-01T02:00:00+02:00" }),
    ];
    expect(by("modified", entries)).toEqual(["earlier", "later"]);
  });

  it("is said in the address, except the usual one", () => {
    expect(parseOrder("-size")).toEqual({ sort: "size", descending: true });
    expect(parseOrder("colour")).toEqual({ sort: "name", descending: false });
    expect(orderWord(parseOrder("-modified"))).toBe("-modified");
    expect(orderWord(parseOrder(undefined))).toBeUndefined();
    expect(turned(parseOrder("-size"), "size")).toEqual({ sort: "size", descending: false });
    expect(turned(parseOrder("-size"), "modified").descending).toBe(true);
  });
});

describe("a selection", () => {
  const shown = ["a", "b", "c", "d", "e"];
  const plain = { shift: false, mod: false };

  it("takes one, one more, and a range from where it began", () => {
    const one = clicked(shown, nothing, "b", plain);
    expect([...one.chosen]).toEqual(["b"]);
    expect([...clicked(shown, one, "d", { ...plain, mod: true }).chosen]).toEqual(["b", "d"]);
    const range = clicked(shown, one, "d", { ...plain, shift: true });
    expect([...range.chosen]).toEqual(["b", "c", "d"]);
    expect([...clicked(shown, range, "a", { ...plain, shift: true }).chosen]).toEqual(["a", "b"]);
  });

  it("lets go of one that is pressed again", () => {
    expect(clicked(shown, only("b"), "b", { ...plain, mod: true }).chosen.size).toBe(0);
  });

  it("enters at the near end, stops at both, and grows with shift", () => {
    expect(moved(shown, nothing, 1).focus).toBe("a");
    expect(moved(shown, nothing, -1).focus).toBe("e");
    expect(moved(shown, only("e"), 1).focus).toBe("e");
    expect(moved(shown, only("a"), -3).focus).toBe("a");
    expect([...moved(shown, moved(shown, only("b"), 1, true), 1, true).chosen]).toEqual(["b", "c", "d"]);
    expect(moved([], nothing, 1)).toBe(nothing);
  });

  it("goes to either end from anywhere, also before it stood anywhere", () => {
    expect(toEnd(shown, nothing, "last").focus).toBe("e");
    expect(toEnd(shown, only("c"), "first").focus).toBe("a");
    expect([...toEnd(shown, only("c"), "last", true).chosen]).toEqual(["c", "d", "e"]);
    expect(toEnd([], nothing, "last")).toBe(nothing);
  });

  it("keeps the keyboard where something was removed", () => {
    const left = kept(only("c"), shown, ["a", "b", "d", "e"]);
    expect(left.focus).toBe("d");
    expect(left.chosen.size).toBe(0);
    expect(kept(only("e"), shown, ["a", "b"]).focus).toBe("b");
    expect(kept(only("e"), shown, []).focus).toBeNull();
    const same = only("a");
    expect(kept(same, shown, ["a", "x"])).toBe(same);
  });

  it("is all, or none", () => {
    expect(all(shown, nothing).chosen.size).toBe(5);
    expect(cleared(all(shown, only("c")))).toEqual({ chosen: new Set(), focus: "c", anchor: "c" });
  });
});

describe("names that are taken", () => {
  const conflict = (id: string, batch = "one"): Conflict => ({ id, batch, name: `${id}.txt` });

  it("are asked one after the other", () => {
    const [one] = met(noConflicts, conflict("a"));
    const [two, answer] = met(one, conflict("b"));
    expect(answer).toBeNull();
    const [left, whom] = answered(two, "replace", false);
    expect(whom).toEqual(["a"]);
    expect(left.waiting.map((each) => each.id)).toEqual(["b"]);
    expect(met(left, conflict("c"))[1]).toBeNull();
  });

  it("are answered for all of a batch, those to come included, and for no other", () => {
    let state = noConflicts;
    for (const each of [conflict("a"), conflict("b"), conflict("x", "two")]) [state] = met(state, each);
    const [left, whom] = answered(state, "skip", true);
    expect(whom).toEqual(["a", "b"]);
    expect(left.waiting.map((each) => each.id)).toEqual(["x"]);
    expect(met(left, conflict("c"))[1]).toBe("skip");
    expect(met(left, conflict("y", "two"))[1]).toBeNull();
  });

  it("are not asked twice, nor after the upload was cancelled", () => {
    const [once] = met(noConflicts, conflict("a"));
    expect(met(once, conflict("a"))[0].waiting).toHaveLength(1);
    expect(withdrawn(once, ["a"]).waiting).toEqual([]);
    expect(answered(noConflicts, "skip", true)).toEqual([noConflicts, []]);
  });
});

describe("the rate of an upload", () => {
  it("is unknown at first, then that of the last seconds", () => {
    expect(rateOf([], 0)).toBeNull();
    expect(rateOf([{ at: 0, bytes: 0 }], 100)).toBeNull();
    let samples = sampled([], { at: 0, bytes: 0 });
    samples = sampled(samples, { at: 1000, bytes: 5000 });
    expect(rateOf(samples, 1000)).toBe(5000);
    samples = sampled(samples, { at: 20_000, bytes: 6000 });
    samples = sampled(samples, { at: 21_000, bytes: 8000 });
    expect(rateOf(samples, 21_000)).toBe(2000);
  });

  it("falls while nothing arrives", () => {
    const samples = [
      { at: 0, bytes: 0 },
      { at: 1000, bytes: 1000 },
    ];
    expect(rateOf(samples, 4000)).toBe(250);
  });
});
