import { UnstyledButton } from "@mantine/core";
import {
  IconBuilding,
  IconClock,
  IconLink,
  IconShare2,
  IconStar,
  IconTrash,
  IconUser,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link, linkOptions } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "./address";
import type { ListProps } from "./browse/useList";
import { useDropTarget } from "./dragging";
import { fileSize } from "./fileSize";
import { PLACES } from "./labels";
import classes from "./places.module.css";
import { NewGroupSpace } from "./spaces/NewGroupSpace";
import type { Space } from "./types";
import { UsageDialog } from "./usage";
import { useSpaceName } from "./useSpaceName";

interface Props extends Pick<ListProps, "onMove" | "onFiles"> {
  /** The spaces of where one works: one's own, or an organisation's and its groups'. */
  spaces: Space[];
  current: Space | null;
  /** Which of the places is shown: a space's id or the name of a list. */
  active: string | null;
  onGone?: () => void;
}

const icons = { person: IconUser, organization: IconBuilding, group: IconUsersGroup };

/** Where one can go in the drive, and how full it is. */
export function Places({ spaces, current, active, onGone, ...targets }: Props) {
  const { t } = useTranslation();
  const { org } = useAddress();
  const search = org ? { org } : {};
  const lists = [
    { id: "recent" as const, Icon: IconClock, link: linkOptions({ to: "/cloud/recent", search }) },
    { id: "favourites" as const, Icon: IconStar, link: linkOptions({ to: "/cloud/favourites", search }) },
    { id: "shared" as const, Icon: IconShare2, link: linkOptions({ to: "/cloud/shared", search }) },
    { id: "given" as const, Icon: IconLink, link: linkOptions({ to: "/cloud/shared-by-me", search }) },
    {
      id: "trash" as const,
      Icon: IconTrash,
      link: linkOptions({ to: "/cloud/trash", search: current ? { ...search, space: current.id } : search }),
    },
  ];
  return (
    <nav aria-label={t("cloud.places")} className={classes.places} data-testid="places">
      <ul>
        {spaces.map((space) => (
          <li key={space.id}>
            <SpaceLink space={space} active={active === space.id} onGone={onGone} {...targets} />
          </li>
        ))}
      </ul>
      <ul>
        {lists.map(({ id, Icon, link }) => (
          <li key={id}>
            <Link
              {...link}
              className={classes.place}
              activeProps={{}}
              aria-current={active === id ? "page" : undefined}
              onClick={onGone}
              data-testid={`place-${id}`}
            >
              <Icon size={20} stroke={1.5} aria-hidden />
              {t(PLACES[id])}
            </Link>
          </li>
        ))}
      </ul>
      {current && org ? <NewGroupSpace organization={org} spaces={spaces} /> : null}
      {current ? <Usage space={current} /> : null}
    </nav>
  );
}

function SpaceLink({
  space,
  active,
  onGone,
  onMove,
  onFiles,
}: { space: Space; active: boolean } & Pick<Props, "onGone" | "onMove" | "onFiles">) {
  const name = useSpaceName()(space);
  const Icon = icons[space.kind];
  const { over, target } = useDropTarget({ folder: space.role === "view" ? null : space.root, onMove, onFiles });
  const search = space.organization ? { org: space.organization } : {};
  const shown = (
    <>
      <Icon size={20} stroke={1.5} aria-hidden />
      <bdi>{name}</bdi>
    </>
  );
  const common = {
    search,
    className: classes.place,
    // `/cloud` is also how every list's address begins.
    activeOptions: { exact: true },
    activeProps: {},
    "aria-current": active ? ("page" as const) : undefined,
    "data-over": over || undefined,
    onClick: onGone,
    "data-testid": `place-${space.kind}`,
    ...target,
  };
  return space.kind === "group" ? (
    <Link to="/cloud/folders/$folder" params={{ folder: space.root }} {...common}>
      {shown}
    </Link>
  ) : (
    <Link to="/cloud" {...common}>
      {shown}
    </Link>
  );
}

/** How much is used of how much; what fills up is told before it is full. */
function Usage({ space }: { space: Space }) {
  const { t } = useTranslation();
  const { used_bytes: used, quota_bytes: quota } = space;
  const share = quota ? Math.min(1, used / quota) : null;
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.usage} data-testid="usage">
      {share === null ? null : (
        <div className={classes.bar} data-full={share >= 0.9 || undefined}>
          <span style={{ inlineSize: `${share * 100}%` }} />
        </div>
      )}
      <UnstyledButton fz="inherit" onClick={() => setOpen(true)} data-testid="show-usage">
        {quota === null
          ? t("cloud.used", { used: fileSize(used) })
          : t("cloud.usedOf", { used: fileSize(used), quota: fileSize(quota) })}
      </UnstyledButton>
      {open ? (
        <Suspense fallback={null}>
          <UsageDialog space={space} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
