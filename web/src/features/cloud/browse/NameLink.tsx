import { Link } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useAddress } from "../address";
import type { Entry } from "../types";
import classes from "./browse.module.css";
import type { ListProps } from "./useList";

interface Props {
  entry: Entry;
  view: ListProps["view"];
  onOpen: (entry: Entry) => void;
}

/** A real link, so that the middle button opens it in a tab of its own; with a key held the click chooses instead. */
export function NameLink({ entry, view, onOpen }: Props) {
  const { carried } = useAddress();
  const text = <bdi title={entry.name}>{entry.name}</bdi>;
  if (view === "trash") return <span className={classes.link}>{text}</span>;
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      return;
    }
    event.stopPropagation();
    if (!entry.is_folder) {
      event.preventDefault();
      onOpen(entry);
    }
  };
  const common = { className: classes.link, tabIndex: -1, draggable: false, onClick };
  return entry.is_folder ? (
    <Link to="/cloud/folders/$folder" params={{ folder: entry.id }} search={carried} preload={false} {...common}>
      {text}
    </Link>
  ) : (
    <Link to="." search={(before: object) => ({ ...before, open: entry.id })} preload={false} {...common}>
      {text}
    </Link>
  );
}
