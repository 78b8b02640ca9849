import { useEffect, useState } from "react";
import { nothing, only, type Selection } from "./model/selection";
import type { Entry } from "./types";

/** What is chosen on a page. Another page begins with nothing, except what was made or looked for there. */
export function useSelected(page: string | null, entries: readonly Entry[]) {
  const [kept, setKept] = useState<{ page: string | null; selection: Selection }>({ page, selection: nothing });
  const [awaited, setAwaited] = useState<string | null>(null);
  useEffect(() => {
    if (!awaited || !entries.some((entry) => entry.id === awaited)) return;
    setAwaited(null);
    setKept({ page, selection: only(awaited) });
    // After the dialog in which it was named has given the focus back.
    setTimeout(focusList);
  }, [awaited, entries, page]);
  return {
    selection: kept.page === page ? kept.selection : nothing,
    select: (change: (before: Selection) => Selection) =>
      setKept((before) => ({ page, selection: change(before.page === page ? before.selection : nothing) })),
    await: setAwaited,
  };
}

export const focusList = () => document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });

/** What was pressed may be gone with what it did: the keyboard goes on in the list. */
export const refocus = () =>
  setTimeout(() => {
    if (document.activeElement === document.body) focusList();
  }, 200);
