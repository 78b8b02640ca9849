import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { TrayHost } from "@/features/cloud/uploads/TrayHost";
import { KeysDialog } from "@/ui/KeysDialog";
import classes from "./frame.module.css";
import { Header } from "./Header";
import { Rail } from "./Rail";

// Nothing that a page waits for.
const InvitationNotice = lazy(() =>
  import("@/features/organizations/joining/InvitationNotice").then((part) => ({ default: part.InvitationNotice })),
);

const ErasureNotice = lazy(() =>
  import("@/features/privacy/erasure/ErasureNotice").then((part) => ({ default: part.ErasureNotice })),
);
const NoticeOfVersion = lazy(() =>
  import("@/features/privacy/versions/NoticeOfVersion").then((part) => ({ default: part.NoticeOfVersion })),
);

export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const person = usePerson();
  return (
    <div className={classes.frame} data-rail={person ? "" : undefined}>
      <a className={classes.skip} href="#content">
        {t("common.skip")}
      </a>
      <Header />
      {person ? <Rail /> : null}
      <main id="content" className={classes.content} tabIndex={-1}>
        <div className={classes.column}>
          {person ? (
            <Suspense fallback={null}>
              <ErasureNotice />
              <InvitationNotice />
              <NoticeOfVersion />
            </Suspense>
          ) : null}
          {children}
        </div>
      </main>
      {person ? <TrayHost /> : null}
      <KeysDialog />
    </div>
  );
}
