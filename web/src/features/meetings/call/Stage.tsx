import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import classes from "./call.module.css";
import type { CallState } from "./connection";
import { arrange, GAP } from "./grid";
import { Tile } from "./Tile";
import { useMembers } from "./useMembers";

export function Stage({ phase }: { phase: CallState["phase"] }) {
  const { t } = useTranslation();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const members = useMembers();
  if (phase === "connecting") {
    return (
      <div className={classes.waiting} role="status">
        {t("call.connecting")}
      </div>
    );
  }
  const grid = arrange(members.length, width, height);
  return (
    <div className={classes.stage} ref={ref}>
      <ul
        className={classes.grid}
        style={{ gap: GAP, gridTemplateColumns: `repeat(${grid.columns * 2}, ${(grid.width - GAP) / 2}px)` }}
      >
        {members.map((member, index) => (
          <Tile
            key={member.identity}
            participant={member}
            height={grid.height}
            start={startColumn(index, members.length, grid.columns)}
          />
        ))}
      </ul>
      {members.length === 1 && phase === "live" ? <p className={classes.alone}>{t("call.alone")}</p> : null}
    </div>
  );
}

/** Each tile spans two half columns, so that an incomplete last row can stand in the middle. */
function startColumn(index: number, count: number, columns: number): number | undefined {
  const inLastRow = count % columns;
  if (inLastRow === 0 || index !== count - inLastRow) return undefined;
  return columns - inLastRow + 1;
}
