import { lazy } from "react";
import { loadTexts } from "@/ui";

/** What fills a space; it stands within a `Suspense`. */
export const UsageDialog = lazy(async () => {
  const [part] = await Promise.all([import("./UsageDialog"), loadTexts("sharing")]);
  return { default: part.UsageDialog };
});
