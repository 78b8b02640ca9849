import { arrange, GAP } from "./grid";
import classes from "./stage.module.css";
import { Tile } from "./Tile";
import type { View } from "./views";

/** The strip beside a large picture: four to six faces on a usual screen. */
const STRIP_WIDTH = 196;
const STRIP_HEIGHT = 92;

interface Props {
  main: View[];
  rest: View[];
  width: number;
  height: number;
  phone: boolean;
}

/** One or more large pictures, and everybody else in a strip: beside them, or below on a phone. */
export function Focus({ main, rest, width, height, phone }: Props) {
  const beside = rest.length > 0 && !phone ? STRIP_WIDTH + GAP : 0;
  const below = rest.length > 0 && phone ? STRIP_HEIGHT + GAP : 0;
  const grid = arrange(main.length, width - beside, height - below);
  // A single share takes the whole: its own shape decides the rest.
  const whole = main.length === 1 && main[0]?.share;
  return (
    <div className={classes.focus} data-phone={phone || undefined}>
      <ul
        className={classes.main}
        style={whole ? undefined : { gap: GAP, gridTemplateColumns: `repeat(${grid.columns}, ${grid.width}px)` }}
      >
        {main.map((view) => (
          <Tile key={view.key} view={view} height={whole ? height - below : grid.height} large />
        ))}
      </ul>
      {rest.length > 0 ? (
        <ul className={classes.strip} data-scrolls style={phone ? { height: STRIP_HEIGHT } : { width: STRIP_WIDTH }}>
          {rest.map((view) => (
            <Tile key={view.key} view={view} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
