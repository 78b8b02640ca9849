export const GAP = 12;
// Cameras are 16:9. A lying stage crops them a little at most; a phone held upright may crop to a portrait.
const WIDEST = 16 / 9;
const NARROWEST_LYING = 4 / 3;
const NARROWEST_UPRIGHT = 3 / 4;
// Below this nobody is recognisable: the stage scrolls instead.
const SMALLEST = 116;

export interface Grid {
  columns: number;
  width: number;
  height: number;
}

/** As many as the browser and the eye manage. */
export const MOST = 49;
// In a gallery of pages a face is worth more than a number.
const PAGE_TILE = { desk: 184, phone: 150 };

/** How many tiles a page of the gallery holds. */
export function pageSize(width: number, height: number): number {
  const least = width > 640 ? PAGE_TILE.desk : PAGE_TILE.phone;
  const across = Math.floor((width + GAP) / (least + GAP));
  const down = Math.floor((height + GAP) / (least / NARROWEST_LYING + GAP));
  return Math.min(MOST, Math.max(1, across) * Math.max(1, down));
}

/** The arrangement of equal tiles that fills most of the stage. */
export function arrange(count: number, width: number, height: number): Grid {
  const narrowest = width > height ? NARROWEST_LYING : NARROWEST_UPRIGHT;
  let best: Grid = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - GAP * (columns - 1)) / columns;
    const cellHeight = (height - GAP * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const tileWidth = Math.min(cellWidth, cellHeight * WIDEST);
    const tileHeight = Math.min(cellHeight, tileWidth / narrowest);
    if (tileWidth * tileHeight > best.width * best.height) best = { columns, width: tileWidth, height: tileHeight };
  }
  if (Math.min(best.width, best.height) >= SMALLEST) return floor(best);
  const columns = Math.max(1, Math.floor((width + GAP) / (SMALLEST + GAP)));
  const side = (width - GAP * (columns - 1)) / columns;
  return floor({ columns, width: side, height: side });
}

const floor = (grid: Grid): Grid => ({
  columns: grid.columns,
  width: Math.max(0, Math.floor(grid.width)),
  height: Math.max(0, Math.floor(grid.height)),
});
