import { type RefObject, useEffect, useRef } from "react";

/** Two fingers, or the wheel with Ctrl (which a trackpad's pinch is too): by how much to enlarge, and around where. */
export function usePinch(target: RefObject<HTMLElement | null>, onScale: (by: number, x: number, y: number) => void) {
  const latest = useRef(onScale);
  latest.current = onScale;
  useEffect(() => {
    const element = target.current;
    if (!element) return;
    let apart = 0;
    const fingers = (event: TouchEvent) => {
      const [one, two] = event.touches;
      return one && two && event.touches.length === 2 ? ([one, two] as const) : null;
    };
    const distance = ([one, two]: readonly [Touch, Touch]) =>
      Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
    const start = (event: TouchEvent) => {
      const pair = fingers(event);
      apart = pair ? distance(pair) : 0;
    };
    const move = (event: TouchEvent) => {
      const pair = fingers(event);
      if (!pair || !apart) return;
      event.preventDefault();
      const now = distance(pair);
      latest.current(now / apart, (pair[0].clientX + pair[1].clientX) / 2, (pair[0].clientY + pair[1].clientY) / 2);
      apart = now;
    };
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
    };
    element.addEventListener("touchstart", start, { passive: true });
    // The browser would enlarge the whole page otherwise; React's own listeners cannot forbid it.
    element.addEventListener("touchmove", move, { passive: false });
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      element.removeEventListener("touchstart", start);
      element.removeEventListener("touchmove", move);
      element.removeEventListener("wheel", wheel);
    };
  }, [target]);
}
