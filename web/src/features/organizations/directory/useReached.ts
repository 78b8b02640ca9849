import { useCallback, useRef } from "react";

// The next page is asked for before its place is reached.
const AHEAD = "600px";

/** A ref for what stands at the end of a list: tells when it comes near the window. */
export function useReached(onReached: () => unknown) {
  const latest = useRef(onReached);
  latest.current = onReached;
  return useCallback((element: Element | null) => {
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}
