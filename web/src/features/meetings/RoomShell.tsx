import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Header } from "@/app/Header";
import { KeysDialog } from "@/ui/KeysDialog";
import classes from "./room.module.css";

/** The frame of a meeting's door: no rail, since the only way is in or home. */
export function RoomShell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t("common.skip")}
      </a>
      <Header />
      <main id="content" className={classes.content} tabIndex={-1}>
        {children}
      </main>
      <KeysDialog />
    </div>
  );
}
