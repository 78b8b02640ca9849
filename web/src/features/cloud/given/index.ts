import { lazy } from "react";
import { loadTexts } from "@/ui";

/** It stands within a `Suspense`. */
export const GivenList = lazy(async () => {
  const [part] = await Promise.all([import("./GivenList"), loadTexts("preview", "sharing")]);
  return part;
});
