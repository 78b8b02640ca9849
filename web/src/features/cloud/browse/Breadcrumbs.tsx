import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAddress } from "../address";
import classes from "../cloud.module.css";
import { useDropTarget } from "../dragging";
import type { Place } from "../types";
import type { ListProps } from "./useList";

type Targets = Pick<ListProps, "onMove" | "onFiles">;

/** The way down to here; each step can be gone back to, and have something dropped onto it. */
export function Breadcrumbs({ path, ...targets }: { path: Place[] } & Targets) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("cloud.path")} className={`${classes.crumbs} ${path.length < 2 ? classes.alone : ""}`}>
      <ol>
        {path.map((place, index) => (
          <li key={place.id} aria-current={index === path.length - 1 ? "page" : undefined}>
            {index > 0 ? <IconChevronRight size={16} stroke={1.5} aria-hidden className={classes.chevron} /> : null}
            {index === path.length - 1 ? (
              <h1>
                <bdi>{place.name}</bdi>
              </h1>
            ) : (
              <Crumb place={place} {...targets} />
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Crumb({ place, onMove, onFiles }: { place: Place } & Targets) {
  const { carried } = useAddress();
  const { over, target } = useDropTarget({ folder: place.id, onMove, onFiles });
  return (
    <Link
      to="/cloud/folders/$folder"
      params={{ folder: place.id }}
      search={carried}
      className={classes.crumb}
      data-over={over || undefined}
      data-testid="crumb"
      {...target}
    >
      <bdi>{place.name}</bdi>
    </Link>
  );
}
