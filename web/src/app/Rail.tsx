import { IconCloud, IconShieldCheck, IconUsers, IconVideo } from "@tabler/icons-react";
import { Link, linkOptions, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SpaceSwitch, useSpace } from "@/features/organizations";
import classes from "./frame.module.css";

/** The places of the suite, each within the space one works in: the rail on a desktop, the tabs of a phone. */
function usePlaces() {
  const { t } = useTranslation();
  const space = useSpace();
  const people = space
    ? linkOptions({ to: "/o/$organization", params: { organization: space } })
    : linkOptions({ to: "/organizations" });
  return [
    {
      name: t("nav.meetings"),
      Icon: IconVideo,
      link: linkOptions({
        to: "/meetings",
        search: space ? { org: space } : {},
        activeOptions: { includeSearch: false },
      }),
    },
    {
      name: t("nav.cloud"),
      Icon: IconCloud,
      link: linkOptions({
        to: "/cloud",
        search: space ? { org: space } : {},
        activeOptions: { includeSearch: false },
      }),
    },
    { name: t("nav.people"), Icon: IconUsers, link: people },
    { name: t("nav.privacy"), Icon: IconShieldCheck, link: linkOptions({ to: "/privacy/mine" }) },
  ];
}

export function Rail() {
  const { t } = useTranslation();
  const inPrivacy = useRouterState({ select: (state) => state.location.pathname.startsWith("/privacy") });
  return (
    <nav className={classes.rail} aria-label={t("nav.label")}>
      {usePlaces().map(({ name, Icon, link }) => (
        <Link
          key={link.to}
          {...link}
          className={classes.place}
          data-here={(link.to === "/privacy/mine" && inPrivacy) || undefined}
        >
          <Icon size={22} stroke={1.5} aria-hidden />
          <span>{name}</span>
        </Link>
      ))}
      <SpaceSwitch place="rail" />
    </nav>
  );
}
