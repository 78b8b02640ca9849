import { expect, test } from "vitest";
import type { Department } from "../queries";
import { pathTo, rowsOf, step, subtreeOf } from "./tree";

const department = (id: string, parent: string | null, name = id): Department => ({
  id,
  parent,
  name,
  heads: [],
  members: 0,
});

const items = [
  department("sales", null, "Sales"),
  department("north", "sales", "North"),
  department("oslo", "north", "Oslo"),
  department("south", "sales", "South"),
  department("art", null, "Art"),
];
const names = (expanded: string[], search = "") =>
  rowsOf(items, new Set(expanded), search, "en").map((row) => `${row.level} ${row.department.name}`);

test("only what is open shows, by name", () => {
  expect(names([])).toEqual(["1 Art", "1 Sales"]);
  expect(names(["sales"])).toEqual(["1 Art", "1 Sales", "2 North", "2 South"]);
  expect(names(["north"])).toEqual(["1 Art", "1 Sales"]);
});

test("a search opens the way to what it finds", () => {
  expect(names([], "OSL")).toEqual(["1 Sales", "2 North", "3 Oslo"]);
  expect(names([], "nothing")).toEqual([]);
});

test("each line knows its place among its siblings", () => {
  const [, sales, north] = rowsOf(items, new Set(["sales"]), "", "en");
  expect([sales?.position, sales?.size, sales?.expanded]).toEqual([2, 2, true]);
  expect([north?.position, north?.size, north?.hasChildren, north?.expanded]).toEqual([1, 2, true, false]);
});

test("path and subtree", () => {
  expect(pathTo(items, "oslo")).toEqual(["Sales", "North", "Oslo"]);
  expect(pathTo(items, null)).toEqual([]);
  expect(subtreeOf(items, "sales")).toEqual(new Set(["sales", "north", "oslo", "south"]));
});

test("keys of a tree", () => {
  const rows = rowsOf(items, new Set(["sales"]), "", "en");
  expect(step(rows, 0, "ArrowDown")).toEqual({ focus: 1 });
  expect(step(rows, 0, "ArrowUp")).toBeNull();
  expect(step(rows, 3, "ArrowDown")).toBeNull();
  expect(step(rows, 1, "ArrowRight")).toEqual({ focus: 2 });
  expect(step(rows, 2, "ArrowRight")).toEqual({ open: "north" });
  expect(step(rows, 2, "ArrowLeft")).toEqual({ focus: 1 });
  expect(step(rows, 1, "ArrowLeft")).toEqual({ close: "sales" });
  expect(step(rows, 0, "ArrowLeft")).toBeNull();
  expect(step(rows, 0, "End")).toEqual({ focus: 3 });
  expect(step(rows, 2, "Home")).toEqual({ focus: 0 });
  expect(step(rows, 0, "s")).toEqual({ focus: 1 });
  expect(step(rows, 1, "s")).toEqual({ focus: 3 });
  expect(step(rows, 0, "*")).toEqual({ openAll: ["sales"] });
  expect(step(rows, 0, "Tab")).toBeNull();
  expect(step([], 0, "End")).toBeNull();
});
