import { IconShieldCheck, IconUsers, IconVideo } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { SpaceSwitch, useSpace } from "@/features/organizations";
import { KeysDialog } from "@/ui/KeysDialog";
import classes from "./frame.module.css";
import { Header } from "./Header";

// Nothing that a page waits for.
const InvitationNotice = lazy(() =>
  import("@/features/organizations/joining/InvitationNotice").then((part) => ({ default: part.InvitationNotice })),
);

export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const person = usePerson();
  const space = useSpace();
  return (
    <div className={classes.frame} data-rail={person ? "" : undefined}>
      <a className={classes.skip} href="#content">
        {t("common.skip")}
      </a>
      <Header />
      {person ? (
        <nav className={classes.rail} aria-label={t("nav.label")}>
          <Link
            to="/meetings"
            search={space ? { org: space } : {}}
            activeOptions={{ includeSearch: false }}
            className={classes.place}
          >
            <IconVideo size={22} stroke={1.5} aria-hidden />
            <span>{t("nav.meetings")}</span>
          </Link>
          {space ? (
            <Link to="/o/$organization" params={{ organization: space }} className={classes.place}>
              <IconUsers size={22} stroke={1.5} aria-hidden />
              <span>{t("nav.people")}</span>
            </Link>
          ) : (
            <Link to="/organizations" className={classes.place}>
              <IconUsers size={22} stroke={1.5} aria-hidden />
              <span>{t("nav.people")}</span>
            </Link>
          )}
          <Link to="/privacy" className={classes.place}>
            <IconShieldCheck size={22} stroke={1.5} aria-hidden />
            <span>{t("nav.privacy")}</span>
          </Link>
          <SpaceSwitch place="rail" />
        </nav>
      ) : null}
      <main id="content" className={classes.content} tabIndex={-1}>
        <div className={classes.column}>
          {person ? (
            <Suspense fallback={null}>
              <InvitationNotice />
            </Suspense>
          ) : null}
          {children}
        </div>
      </main>
      <KeysDialog />
    </div>
  );
}
