import { useEffect, useState } from "react";

/** How long the pointer rests before the controls make way for the faces. */
const STILL_AFTER = 4000;

/** True once the pointer has rested. Whoever uses the keyboard keeps the controls until they take up the pointer again. */
export function useStillness(): boolean {
  const [still, setStill] = useState(false);
  useEffect(() => {
    // A finger leaves no pointer that could rest; and it must never press a control it cannot see.
    if (window.matchMedia("(hover: none)").matches) return;
    let timer = 0;
    const rest = () => {
      const focused = document.activeElement;
      if (focused?.matches(":focus-visible") && focused !== document.body) return;
      setStill(true);
    };
    const onPointer = () => {
      setStill(false);
      clearTimeout(timer);
      timer = window.setTimeout(rest, STILL_AFTER);
    };
    const onKey = () => {
      setStill(false);
      clearTimeout(timer);
    };
    onPointer();
    window.addEventListener("pointermove", onPointer, { passive: true });
    window.addEventListener("pointerdown", onPointer, { passive: true });
    window.addEventListener("keydown", onKey);
    window.addEventListener("focusin", onKey);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pointermove", onPointer);
      window.removeEventListener("pointerdown", onPointer);
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("focusin", onKey);
    };
  }, []);
  return still;
}
