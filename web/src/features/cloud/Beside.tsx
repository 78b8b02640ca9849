import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "./address";
import classes from "./cloud.module.css";
import { DetailsPanel, ShareDialog, Viewer } from "./parts";
import type { Entry } from "./types";

interface Props {
  entries: Entry[];
  chosen: readonly Entry[];
  folder: string | null;
  sharing: Entry | null;
  onSharingEnd: () => void;
}

/** What stands beside or above the list: the details of what is chosen, a file that is looked at, with whom it is shared. */
export function Beside({ entries, chosen, folder, sharing, onSharingEnd }: Props) {
  const { t } = useTranslation();
  const { open, details, setOpen, setDetails } = useAddress();
  // Of several things there is no one set of details; of nothing, the folder's.
  const detailed = chosen.length === 1 ? (chosen[0]?.id ?? null) : chosen.length === 0 ? folder : null;
  return (
    <Suspense fallback={null}>
      {details && detailed && DetailsPanel ? (
        <aside className={classes.details} aria-label={t("cloud.details")}>
          <DetailsPanel node={detailed} onClose={() => setDetails(false)} />
        </aside>
      ) : null}
      {open && Viewer ? (
        <Viewer entries={entries} openId={open} onOpen={setOpen} onClose={() => setOpen(null)} />
      ) : null}
      {sharing && ShareDialog ? <ShareDialog node={sharing.id} onClose={onSharingEnd} /> : null}
    </Suspense>
  );
}
