import { lazy } from "react";
import { loadTexts } from "@/ui";

/** With whom something is shared; it stands within a `Suspense`. */
export const ShareDialog = lazy(async () => {
  const [part] = await Promise.all([import("./ShareDialog"), loadTexts("sharing")]);
  return { default: part.ShareDialog };
});
