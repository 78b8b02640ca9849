import { useTranslation } from "react-i18next";
import type { Space } from "./types";

/** What a space is called by whoever looks at it. */
export function useSpaceName() {
  const { t } = useTranslation();
  return (space: Space) => (space.kind === "person" ? t("cloud.mine") : space.name);
}
