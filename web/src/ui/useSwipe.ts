import { type TouchEvent, useRef } from "react";

/** Shorter is a slip of the finger, steeper is scrolling. */
const FAR = 60;

/** A finger drawn from side to side, unless it began on what wants such a finger itself: `held` is a selector of that. */
export function useSwipe(onSwipe: (step: 1 | -1) => void, held: string) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0];
      const other = event.target instanceof Element && event.target.closest(held);
      start.current = touch && event.touches.length === 1 && !other ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchMove: (event: TouchEvent) => {
      if (event.touches.length > 1) start.current = null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!start.current || !touch) return;
      const across = touch.clientX - start.current.x;
      const down = touch.clientY - start.current.y;
      start.current = null;
      if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(down)) onSwipe(across < 0 ? 1 : -1);
    },
  };
}
