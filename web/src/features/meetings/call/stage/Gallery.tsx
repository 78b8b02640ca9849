import { arrange, GAP } from "./grid";
import classes from "./stage.module.css";
import { Tile } from "./Tile";
import type { View } from "./views";

export function Gallery({ views, width, height }: { views: View[]; width: number; height: number }) {
  const grid = arrange(views.length, width, height);
  return (
    <ul
      className={classes.grid}
      style={{ gap: GAP, gridTemplateColumns: `repeat(${grid.columns * 2}, ${(grid.width - GAP) / 2}px)` }}
    >
      {views.map((view, index) => (
        <Tile key={view.key} view={view} height={grid.height} start={startColumn(index, views.length, grid.columns)} />
      ))}
    </ul>
  );
}

/** Each tile spans two half columns, so that an incomplete last row can stand in the middle. */
function startColumn(index: number, count: number, columns: number): number | undefined {
  const inLastRow = count % columns;
  if (inLastRow === 0 || index !== count - inLastRow) return undefined;
  return columns - inLastRow + 1;
}
