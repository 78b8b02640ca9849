import { useEffect, useState } from "react";

/**
 * For a dialog that is in the page only while it is open: Mantine returns the focus when `opened` turns false, which
 * never happens to one that is taken away with it. What opened it may be gone as well; then the page's content is next.
 */
export function useReturnedFocus() {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The trap lets go of the focus after this.
      setTimeout(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const next = opener?.isConnected && opener !== document.body ? opener : document.getElementById("content");
        if (next instanceof HTMLElement) next.focus({ preventScroll: true });
      });
    },
    [opener],
  );
}
