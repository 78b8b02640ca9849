import {
  IconAdjustmentsHorizontal,
  IconDatabase,
  IconDevices,
  IconKey,
  IconLock,
  IconPackageExport,
  IconUser,
} from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./settings.module.css";

export function SettingsLayout() {
  return (
    <SettingsShell>
      <Outlet />
    </SettingsShell>
  );
}

/** The list of settings beside one of them: to the left on a desktop, a line that scrolls on a phone. */
export function SettingsShell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const places = [
    { to: "/settings/profile", label: t("profile.nav.profile"), Icon: IconUser },
    { to: "/settings/preferences", label: t("profile.nav.preferences"), Icon: IconAdjustmentsHorizontal },
    { to: "/settings/security", label: t("profile.nav.security"), Icon: IconLock },
    { to: "/settings/sessions", label: t("profile.nav.sessions"), Icon: IconDevices },
    { to: "/settings/apps", label: t("profile.nav.apps"), Icon: IconKey },
    { to: "/storage", label: t("profile.nav.storage"), Icon: IconDatabase },
    { to: "/privacy/mine/copy", label: t("profile.nav.copy"), Icon: IconPackageExport },
  ] as const;
  return (
    <div className={classes.settings}>
      <nav className={classes.places} aria-label={t("profile.nav.label")}>
        {places.map(({ to, label, Icon }) => (
          <Link key={to} to={to} className={classes.place} ref={scrollIntoLine}>
            <Icon size={20} stroke={1.5} aria-hidden />
            <span>{label}</span>
          </Link>
        ))}
      </nav>
      <div className={classes.page}>{children}</div>
    </div>
  );
}

/** On a phone the place one is at may lie beyond the line's edge. */
function scrollIntoLine(link: HTMLAnchorElement | null) {
  if (link?.dataset.status === "active") link.scrollIntoView({ block: "nearest", inline: "center" });
}
