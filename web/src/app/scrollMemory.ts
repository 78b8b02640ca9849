import type { AnyRouter } from "@tanstack/react-router";

// As many ways back as anybody remembers.
const KEPT = 100;

/**
 * The way back leads to where one was in a long page, and a new page begins at its top. The router's own memory is
 * written to sessionStorage, which is not in the registry; this one is gone with the page.
 */
export function rememberScroll(router: AnyRouter) {
  const places = new Map<string, number>();
  let goingBack = false;
  router.history.subscribe(({ action }: { action: { type: string } }) => {
    goingBack = action.type === "BACK" || action.type === "FORWARD" || action.type === "GO";
  });
  router.subscribe("onBeforeNavigate", ({ fromLocation }) => {
    // From here on the browser would move the page before what was on it is there again; a reload stays its business.
    history.scrollRestoration = "manual";
    const key = fromLocation?.state.__TSR_key;
    if (!key) return;
    places.delete(key);
    places.set(key, window.scrollY);
    const oldest = places.keys().next().value;
    if (places.size > KEPT && oldest !== undefined) places.delete(oldest);
  });
  router.subscribe("onRendered", ({ toLocation, pathChanged }) => {
    if (!pathChanged || toLocation.hash) return;
    window.scrollTo(0, goingBack ? (places.get(toLocation.state.__TSR_key ?? "") ?? 0) : 0);
  });
  window.addEventListener("pagehide", () => {
    history.scrollRestoration = "auto";
  });
}
