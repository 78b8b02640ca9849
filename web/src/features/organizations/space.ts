import { useRouterState } from "@tanstack/react-router";

/** The organisation one works in, or null for one's personal space: the address says so (`?org=` or `/o/…`). */
export const useSpace = (): string | null =>
  useRouterState({
    select: ({ location }) => {
      const inPath = /^\/o\/([^/]+)/.exec(location.pathname)?.[1];
      const inSearch = (location.search as { org?: unknown }).org;
      return inPath ?? (typeof inSearch === "string" && inSearch ? inSearch : null);
    },
  });
