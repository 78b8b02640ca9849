import { useTranslation } from "react-i18next";
import { day, Note } from "@/ui";
import type { Language } from "@/ui/i18n";
import classes from "./access.module.css";
import { useHolds } from "./queries";

/** What of mine nobody may delete for now, and why; nothing where nothing is held. */
export function Holds() {
  const { t, i18n } = useTranslation();
  const items = useHolds(i18n.language as Language).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <div className={classes.holds} data-testid="holds">
      {items.map(({ id, what, reason, authority, review_at }) => (
        <Note key={id} tone="warn" title={t("accesses.held")}>
          <p>{t("accesses.heldText", { what, reason, authority, review: day(review_at) })}</p>
        </Note>
      ))}
    </div>
  );
}
