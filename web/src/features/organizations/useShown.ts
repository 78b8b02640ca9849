import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

type Name = "person" | "group" | "department";

/**
 * What is opened on a page stands in its address: a colleague who is sent it sees the same, and the way back, which is
 * the gesture everybody knows on a phone, closes it.
 */
export function useShown(name: Name): [string | null, (id: string | null) => void] {
  const navigate = useNavigate();
  const shown = (useSearch({ strict: false }) as Partial<Record<Name, string>>)[name] ?? null;
  // Whether the entry before this one is the same page with nothing opened.
  const pushed = useRef(false);
  useEffect(() => {
    if (shown === null) pushed.current = false;
  }, [shown]);
  const show = (id: string | null) => {
    if (id === shown) return;
    if (id === null && pushed.current) {
      pushed.current = false;
      window.history.back();
      return;
    }
    if (shown === null) pushed.current = true;
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, [name]: id ?? undefined }),
      replace: shown !== null,
      resetScroll: false,
    });
  };
  return [shown, show];
}
