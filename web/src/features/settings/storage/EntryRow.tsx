import { useTranslation } from "react-i18next";
import type { paths } from "@/api/schema";
import classes from "./storage.module.css";

type Registry = paths["/api/v1/storage"]["get"]["responses"][200]["content"]["application/json"];
export type StorageEntry = Registry["entries"][number];

const kinds: Record<StorageEntry["kind"], string> = {
  cookie: "profile.storage.cookie",
  local_storage: "profile.storage.localStorage",
  session_storage: "profile.storage.sessionStorage",
  indexed_db: "profile.storage.indexedDb",
  cache: "profile.storage.cache",
};

/** One entry; `present` null where neither this page nor the server can tell. */
export function EntryRow({ entry, present }: { entry: StorageEntry; present: boolean | null }) {
  const { t } = useTranslation();
  return (
    <li className={classes.entry} data-testid="storage-entry" data-name={entry.name} data-present={present}>
      <div className={classes.what}>
        <strong>{entry.purpose}</strong>
        <p>
          <code>{entry.name}</code> · {t(kinds[entry.kind])} · {entry.lifetime}
        </p>
      </div>
      <span className={present ? classes.here : classes.absent}>
        {present
          ? t("profile.storage.here")
          : present === null
            ? t("profile.storage.untold")
            : t("profile.storage.absent")}
      </span>
    </li>
  );
}
