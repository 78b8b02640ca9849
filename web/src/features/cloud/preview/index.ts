import { lazy } from "react";
import { loadTexts } from "@/ui";

export type { Entry, Shown, Source } from "./entry";
export { DRIVE, drawn } from "./entry";
export { kindOf } from "./kinds";

/** Nothing of it is loaded before a file is opened; it stands within a `Suspense`. */
export const Viewer = lazy(async () => {
  const [part] = await Promise.all([import("./Viewer"), loadTexts("preview", "sharing")]);
  return { default: part.Viewer };
});
