import { lazy } from "react";
import { loadTexts } from "@/ui";

/** All there is to know of a file or folder; it stands within a `Suspense`. */
export const DetailsPanel = lazy(async () => {
  const [part] = await Promise.all([import("./DetailsPanel"), loadTexts("preview", "sharing")]);
  return { default: part.DetailsPanel };
});
