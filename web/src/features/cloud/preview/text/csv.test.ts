import { expect, test } from "vitest";
import { parseTable } from "./csv";

test("quotes, separators and line ends within quotes", () => {
  expect(parseTable('a,"b,""c""\nd"\r\n1,2\r\n').rows).toEqual([
    ["a", 'b,"c"\nd'],
    ["1", "2"],
  ]);
});

test("semicolons and tabs", () => {
  expect(parseTable("a;b\n1,5;2").rows).toEqual([
    ["a", "b"],
    ["1,5", "2"],
  ]);
  expect(parseTable("a\tb").rows).toEqual([["a", "b"]]);
});

test("uneven and empty lines", () => {
  const table = parseTable("a,b\n\n1,2,3");
  expect(table).toEqual({
    rows: [
      ["a", "b"],
      ["1", "2", "3"],
    ],
    columns: 3,
    cut: false,
  });
});

test("a long table is cut, and says so", () => {
  expect(parseTable("1\n2\n3\n4", 2)).toEqual({ rows: [["1"], ["2"]], columns: 1, cut: true });
});
