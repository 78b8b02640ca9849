import { useTranslation } from "react-i18next";
import type { ClauseState } from "./queries";

/** Each state's word in the reader's language. */
export function useStateWords(): Record<ClauseState, string> {
  const { t } = useTranslation();
  return {
    kept: t("promises.kept"),
    broken: t("promises.broken"),
    unknown: t("promises.unknown"),
    "not yet": t("promises.notYet"),
  };
}
