import type { AnyRouter } from "@tanstack/react-router";

// As many ways back as anybody remembers.
const KEPT = 100;

// What a page shows comes within this time, or the person has long begun to read.
const PATIENCE_MS = 5000;

/** Go there at once, or as soon as what the page loads makes it tall enough, unless somebody moves it first. */
function scrollTo(top: number): () => void {
  window.scrollTo(0, top);
  if (window.scrollY >= top) return () => {};
  const leave = new AbortController();
  const growing = new ResizeObserver(() => {
    window.scrollTo(0, top);
    if (window.scrollY >= top) leave.abort();
  });
  growing.observe(document.body);
  leave.signal.addEventListener("abort", () => growing.disconnect());
  for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    window.addEventListener(moved, () => leave.abort(), { signal: leave.signal, passive: true });
  }
  setTimeout(() => leave.abort(), PATIENCE_MS);
  return () => leave.abort();
}

/**
 * The way back leads to where one was in a long page, and a new page begins at its top. The router's own memory is
 * written to sessionStorage, which is not in the registry; this one is gone with the page.
 */
export function rememberScroll(router: AnyRouter) {
  const places = new Map<string, number>();
  let goingBack = false;
  let stopWaiting = () => {};
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
    stopWaiting();
    stopWaiting = scrollTo(goingBack ? (places.get(toLocation.state.__TSR_key ?? "") ?? 0) : 0);
  });
  window.addEventListener("pagehide", () => {
    history.scrollRestoration = "auto";
  });
}
