import { ActionIcon, Checkbox } from "@mantine/core";
import { IconDots, IconStarFilled, IconUsers } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "@/ui";
import { startDragging, stopDragging, useDropTarget } from "../dragging";
import { FileIcon } from "../FileIcon";
import { fileSize } from "../fileSize";
import type { Entry } from "../types";
import classes from "./browse.module.css";
import { NameField } from "./NameField";
import { NameLink } from "./NameLink";
import { CELL, LINE } from "./roles";
import { TimeLeft } from "./TimeLeft";
import type { ListProps } from "./useList";

export interface ItemProps extends Pick<ListProps, "view" | "onMove" | "onFiles" | "onRename" | "onRenamed"> {
  entry: Entry;
  /** All that would be dragged along with this one. */
  together: readonly Entry[];
  chosen: boolean;
  focused: boolean;
  renaming: boolean;
  onClick: (event: MouseEvent, entry: Entry) => void;
  onOpen: (entry: Entry) => void;
  onToggle: (entry: Entry) => void;
  onMenu: (event: MouseEvent, entry: Entry) => void;
}

/** What a line and a tile have in common: dragged, dropped onto, clicked, opened, asked for its menu. */
export function useItem({ entry, together, chosen, view, onMove, onFiles, onClick, onOpen, onMenu }: ItemProps) {
  const { t } = useTranslation();
  const { over, target } = useDropTarget({
    folder: entry.is_folder && view !== "trash" ? entry.id : null,
    onMove,
    onFiles,
  });
  return {
    id: `entry-${entry.id}`,
    "aria-selected": chosen,
    "data-testid": "entry",
    "data-name": entry.name,
    "data-over": over || undefined,
    draggable: view !== "trash",
    onDragStart: (event: React.DragEvent) =>
      startDragging(event, together, t("cloud.items", { count: together.length })),
    onDragEnd: stopDragging,
    ...target,
    onClick: (event: MouseEvent) => onClick(event, entry),
    onDoubleClick: (event: MouseEvent) => {
      if (!(event.target as HTMLElement).closest("button, input, a")) onOpen(entry);
    },
    onContextMenu: (event: MouseEvent) => onMenu(event, entry),
  };
}

export function Row(props: ItemProps) {
  const { entry, view, chosen, focused, renaming, onToggle, onMenu, onRename, onRenamed, onOpen } = props;
  const { t } = useTranslation();
  return (
    <div
      {...useItem(props)}
      {...LINE}
      tabIndex={-1}
      className={classes.row}
      data-chosen={chosen || undefined}
      data-focused={focused || undefined}
      data-view={view}
    >
      <div {...CELL} className={classes.mark}>
        <span className={classes.sign}>
          <FileIcon entry={entry} />
        </span>
        <Checkbox
          size="sm"
          checked={chosen}
          onChange={() => onToggle(entry)}
          aria-label={t("cloud.select", { name: entry.name })}
          tabIndex={-1}
          className={classes.box}
          data-testid="select"
        />
      </div>
      <div {...CELL} className={classes.name}>
        {renaming ? (
          <NameField entry={entry} onRename={onRename} onDone={onRenamed} />
        ) : (
          <NameLink entry={entry} view={view} onOpen={onOpen} />
        )}
        <Marks entry={entry} />
      </div>
      <div {...CELL} className={classes.where}>
        {view === "found" ? entry.place?.name || null : null}
        {view === "trash" ? entry.was || null : null}
      </div>
      <div {...CELL} className={classes.when}>
        {view === "trash" && entry.goes_at ? <TimeLeft until={entry.goes_at} /> : <Moment at={entry.modified_at} />}
      </div>
      <div {...CELL} className={classes.size}>
        {entry.is_folder ? "" : fileSize(entry.size)}
      </div>
      <div {...CELL} className={classes.more}>
        <MoreButton entry={entry} onMenu={onMenu} />
      </div>
    </div>
  );
}

export function Marks({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  return (
    <span className={classes.marks}>
      {entry.favourite ? (
        <IconStarFilled size={14} role="img" aria-label={t("cloud.isFavourite")} className={classes.star} />
      ) : null}
      {entry.shared ? <IconUsers size={16} stroke={1.5} role="img" aria-label={t("cloud.isShared")} /> : null}
    </span>
  );
}

export function MoreButton({ entry, onMenu }: Pick<ItemProps, "entry" | "onMenu">) {
  const { t } = useTranslation();
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="inherit"
      size={36}
      tabIndex={-1}
      aria-label={t("cloud.actionsFor", { name: entry.name })}
      aria-haspopup="menu"
      onClick={(event) => {
        event.stopPropagation();
        onMenu(event, entry);
      }}
      data-testid="more"
    >
      <IconDots size={20} stroke={1.5} />
    </ActionIcon>
  );
}
