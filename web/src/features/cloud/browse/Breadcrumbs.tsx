import { Menu, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconDots } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useAddress } from "../address";
import classes from "../cloud.module.css";
import { useDropTarget } from "../dragging";
import type { Place } from "../types";
import type { ListProps } from "./useList";

type Targets = Pick<ListProps, "onMove" | "onFiles">;

/** So many steps fit beside each other; of a longer way the middle is a menu. */
const SHOWN = 4;

/** The way down to here, on one line; each step can be gone back to, and have something dropped onto it. */
export function Breadcrumbs({ path, ...targets }: { path: Place[] } & Targets) {
  const { t } = useTranslation();
  const here = path.at(-1);
  const above = path.slice(0, -1);
  const hidden = path.length > SHOWN ? above.slice(1, 1 - (SHOWN - 1)) : [];
  return (
    <nav aria-label={t("cloud.path")} className={`${classes.crumbs} ${path.length < 2 ? classes.alone : ""}`}>
      <ol>
        {above
          .filter((place) => !hidden.includes(place))
          .map((place, index) => (
            <li key={place.id}>
              {index === 1 && hidden.length > 0 ? <Hidden places={hidden} /> : null}
              <Crumb place={place} {...targets} />
              <IconChevronRight size={16} stroke={1.5} aria-hidden className={classes.chevron} />
            </li>
          ))}
        {here ? (
          <li aria-current="page">
            <h1 title={here.name}>
              <bdi>{here.name}</bdi>
            </h1>
          </li>
        ) : null}
      </ol>
    </nav>
  );
}

function Hidden({ places }: { places: Place[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { carried } = useAddress();
  return (
    <>
      <Menu position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={classes.crumb} aria-label={t("cloud.between")} data-testid="crumbs-between">
            <IconDots size={20} stroke={1.5} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {places.map((place) => (
            <Menu.Item
              key={place.id}
              onClick={() => navigate({ to: "/cloud/folders/$folder", params: { folder: place.id }, search: carried })}
            >
              <bdi>{place.name}</bdi>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <IconChevronRight size={16} stroke={1.5} aria-hidden className={classes.chevron} />
    </>
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
      title={place.name}
      data-over={over || undefined}
      data-testid="crumb"
      {...target}
    >
      <bdi>{place.name}</bdi>
    </Link>
  );
}
