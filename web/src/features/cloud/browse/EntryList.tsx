import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useLayoutEffect, useMemo, useState } from "react";
import classes from "./browse.module.css";
import { type ItemProps, Row } from "./Row";
import { GRID, LINE } from "./roles";
import { Tile } from "./Tile";
import { type ListProps, useList } from "./useList";

const ROW = 48;
const PHONE_ROW = 60;
const TILE = { width: 168, height: 168, gap: 12 };
/** The header, and the toolbar below it, cover so much of what scrolls under them. */
const COVERED = 56 + 56;

/** Ten thousand entries as lines or tiles: only those on the screen are in the page. */
export function EntryList(props: ListProps & { grid: boolean }) {
  const { label, entries, selection, grid, renaming, onMenu } = props;
  const phone = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false });
  const { ref, width } = useElementSize();
  const [element, setElement] = useState<HTMLElement | null>(null);
  const across = grid ? Math.max(2, Math.floor((width + TILE.gap) / ((phone ? 140 : TILE.width) + TILE.gap))) : 1;
  const list = useList(props, across);
  const [margin, setMargin] = useState(0);
  const lines = useWindowVirtualizer({
    count: Math.ceil(entries.length / across),
    estimateSize: () => (grid ? TILE.height + TILE.gap : phone ? PHONE_ROW : ROW),
    overscan: 8,
    scrollMargin: margin,
    scrollPaddingStart: COVERED,
    scrollPaddingEnd: phone ? 80 : 16,
  });
  // What stands above the list can change its height without the list being told.
  // While it is scrolled nothing above it does, and asking would make the browser lay out the page at each step.
  useLayoutEffect(() => {
    if (lines.isScrolling) return;
    const top = element ? Math.round(element.getBoundingClientRect().top + window.scrollY) : 0;
    if (top !== margin) setMargin(top);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the heights are others now
  useEffect(() => lines.measure(), [grid, phone, across]);

  const at = selection.focus === null ? -1 : list.shown.indexOf(selection.focus);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the keyboard goes does the page follow
  useEffect(() => {
    if (at >= 0) lines.scrollToIndex(Math.floor(at / across), { align: "auto" });
  }, [selection.focus]);

  // Not again for each step of scrolling.
  const chosen = useMemo(
    () => (selection.chosen.size > 0 ? entries.filter((entry) => selection.chosen.has(entry.id)) : []),
    [entries, selection.chosen],
  );
  const itemProps = (entry: (typeof entries)[number]): ItemProps => ({
    ...props,
    entry,
    together: selection.chosen.has(entry.id) ? chosen : [entry],
    chosen: selection.chosen.has(entry.id),
    focused: selection.focus === entry.id,
    renaming: renaming === entry.id,
    onClick: (event, clicked) => {
      element?.focus({ preventScroll: true });
      list.onClick(event, clicked);
    },
    onToggle: list.onToggle,
    onMenu: list.onMenu,
  });
  // The menu key, with the focus on the list: the menu belongs where the keyboard stands.
  const menuByKey = (event: MouseEvent) => {
    if (event.target !== event.currentTarget) return;
    const line = document.getElementById(`entry-${selection.focus}`)?.getBoundingClientRect();
    if (!line || chosen.length === 0) return;
    event.preventDefault();
    onMenu({ x: line.left + 48, y: line.bottom - 8 });
  };

  const shape = {
    ...GRID,
    "aria-label": label,
    "aria-rowcount": lines.options.count,
    "aria-multiselectable": true,
    "aria-activedescendant": selection.focus ? `entry-${selection.focus}` : undefined,
    onKeyDown: list.onKeyDown,
    onContextMenu: menuByKey,
  };
  return (
    <div
      ref={(node) => {
        ref(node);
        setElement(node);
      }}
      {...shape}
      className={grid ? classes.tiles : classes.rows}
      style={{ height: lines.getTotalSize() }}
      data-testid="entries"
    >
      {lines.getVirtualItems().map((line) => {
        const top = line.start - margin;
        const here = entries.slice(line.index * across, (line.index + 1) * across);
        return grid ? (
          <div
            key={line.key}
            {...LINE}
            {...{ "aria-rowindex": line.index + 1 }}
            className={classes.tileLine}
            style={{ transform: `translateY(${top}px)`, gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))` }}
          >
            {here.map((entry) => (
              <Tile key={entry.id} {...itemProps(entry)} />
            ))}
          </div>
        ) : (
          here.map((entry) => (
            <div
              key={entry.id}
              role="presentation"
              className={classes.line}
              style={{ transform: `translateY(${top}px)`, height: line.size }}
            >
              <Row {...itemProps(entry)} />
            </div>
          ))
        );
      })}
    </div>
  );
}
