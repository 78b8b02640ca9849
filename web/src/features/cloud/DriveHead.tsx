import { Button } from "@mantine/core";
import { IconChevronDown, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Breadcrumbs } from "./browse/Breadcrumbs";
import { HeadActions } from "./browse/HeadActions";
import type { ListProps } from "./browse/useList";
import classes from "./cloud.module.css";
import type { Place } from "./types";

interface Props extends Pick<ListProps, "onMove" | "onFiles"> {
  heading: string | undefined;
  /** The way down to the folder that is shown; null where none is. */
  path: Place[] | null;
  /** What the button says that opens the places where they do not stand beside the list. */
  here: string | undefined;
  onPlaces: () => void;
  uploadTo: string | null;
  onPicked: (files: File[]) => void;
  onNewFolder: () => void;
  /** Null where there is no trash to empty. */
  onEmpty: (() => void) | null;
  /** Whether what is shown is a list of entries that can be seen as tiles, with details. */
  lists?: boolean;
}

/** Where one is, how it is shown, and what can be added. */
export function DriveHead({ heading, path, here, onPlaces, onEmpty, lists = true, ...rest }: Props) {
  const { t } = useTranslation();
  const { onMove, onFiles, uploadTo, onPicked, onNewFolder } = rest;
  return (
    <header className={classes.head}>
      <Button
        variant="default"
        size="sm"
        className={classes.placesButton}
        rightSection={<IconChevronDown size={18} stroke={1.5} />}
        onClick={onPlaces}
        data-testid="open-places"
      >
        {here}
      </Button>
      {path ? (
        <Breadcrumbs path={path} onMove={onMove} onFiles={onFiles} />
      ) : (
        <h1 className={`${classes.title} ${classes.alone}`}>{heading}</h1>
      )}
      {lists ? (
        <HeadActions uploadTo={uploadTo} onPicked={onPicked} onNewFolder={onNewFolder}>
          {onEmpty ? (
            <Button
              variant="default"
              leftSection={<IconTrash size={18} stroke={1.5} />}
              onClick={onEmpty}
              data-testid="empty-trash"
            >
              {t("cloud.trash.empty")}
            </Button>
          ) : null}
        </HeadActions>
      ) : null}
    </header>
  );
}
