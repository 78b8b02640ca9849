import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FileIcon } from "../FileIcon";
import { fileSize } from "../fileSize";
import classes from "./browse.module.css";
import { NameField } from "./NameField";
import { NameLink } from "./NameLink";
import { type ItemProps, Marks, MoreButton, useItem } from "./Row";
import { CELL } from "./roles";
import { hasThumbnail, Thumbnail } from "./Thumbnail";
import { TimeLeft } from "./TimeLeft";

export function Tile(props: ItemProps) {
  const { entry, view, chosen, focused, renaming, onToggle, onMenu, onRename, onRenamed, onOpen } = props;
  const { t } = useTranslation();
  return (
    <div
      {...useItem(props)}
      {...CELL}
      tabIndex={-1}
      className={classes.tile}
      data-chosen={chosen || undefined}
      data-focused={focused || undefined}
    >
      <div className={classes.face}>
        {view !== "trash" && hasThumbnail(entry) ? <Thumbnail entry={entry} /> : <FileIcon entry={entry} size={44} />}
        <Checkbox
          size="sm"
          checked={chosen}
          onChange={() => onToggle(entry)}
          aria-label={t("cloud.select", { name: entry.name })}
          tabIndex={-1}
          className={classes.tick}
        />
      </div>
      <div className={classes.caption}>
        <div className={classes.name}>
          {renaming ? (
            <NameField entry={entry} onRename={onRename} onDone={onRenamed} />
          ) : (
            <NameLink entry={entry} view={view} onOpen={onOpen} />
          )}
          <Marks entry={entry} />
        </div>
        <span className={classes.fact}>
          {view === "trash" && entry.goes_at ? <TimeLeft until={entry.goes_at} /> : null}
          {view !== "trash" && !entry.is_folder ? fileSize(entry.size) : null}
        </span>
      </div>
      <div className={classes.corner}>
        <MoreButton entry={entry} onMenu={onMenu} />
      </div>
    </div>
  );
}
