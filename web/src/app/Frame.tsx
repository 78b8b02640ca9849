import { IconShieldCheck, IconVideo } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { KeysDialog } from "@/ui/KeysDialog";
import classes from "./frame.module.css";
import { Header } from "./Header";

export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <div className={classes.frame} data-rail={person ? "" : undefined}>
      <a className={classes.skip} href="#content">
        {t("common.skip")}
      </a>
      <Header />
      {person ? (
        <nav className={classes.rail} aria-label={t("nav.label")}>
          <Link to="/meetings" className={classes.place}>
            <IconVideo size={22} stroke={1.5} aria-hidden />
            <span>{t("nav.meetings")}</span>
          </Link>
          <Link to="/privacy" className={classes.place}>
            <IconShieldCheck size={22} stroke={1.5} aria-hidden />
            <span>{t("nav.privacy")}</span>
          </Link>
        </nav>
      ) : null}
      <main id="content" className={classes.content} tabIndex={-1}>
        <div className={classes.column}>{children}</div>
      </main>
      <KeysDialog />
    </div>
  );
}
