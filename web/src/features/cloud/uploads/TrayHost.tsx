import { lazy, Suspense } from "react";
import { loadTexts } from "@/ui";
import { useTrayWanted } from "./presence";

const Tray = lazy(async () => {
  const [part] = await Promise.all([import("./Tray"), loadTexts("cloud")]);
  return { default: part.Tray };
});

/** In every page's frame, so that uploads go on when the page changes; nothing of it loads before there is one. */
export function TrayHost() {
  return useTrayWanted() ? (
    <Suspense fallback={null}>
      <Tray />
    </Suspense>
  ) : null;
}
