export interface Table {
  rows: string[][];
  columns: number;
  cut: boolean;
}

/** Beyond this a page is no longer the right place for a table. */
export const MAXIMUM_ROWS = 1000;

/** RFC 4180, and the separators that spreadsheets use elsewhere. */
export function parseTable(text: string, maximum = MAXIMUM_ROWS): Table {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  let at = 0;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (; at < text.length && rows.length < maximum; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === "") quoted = true;
    else if (character === separator) {
      row.push(cell);
      cell = "";
    } else if (character === "\n") endRow();
    else if (character !== "\r") cell += character;
  }
  const cut = at < text.length;
  if (!cut && (cell !== "" || row.length > 0)) endRow();
  return { rows, columns: rows.reduce((most, each) => Math.max(most, each.length), 0), cut };
}

function separatorOf(text: string): string {
  const [line = ""] = text.split("\n", 1);
  const counts = [",", ";", "\t"].map((each) => [each, line.split(each).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
