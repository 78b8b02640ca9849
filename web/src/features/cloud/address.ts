import { useNavigate, useParams, useRouterState, useSearch } from "@tanstack/react-router";
import { type Order, orderWord, parseOrder } from "./model/sort";
import { type Listed, listed } from "./queries";

/** What of the drive the address shows. */
export type Shown =
  | { view: "folder"; folder: string | null } // null: the first folder of the space one works in
  | { view: "found"; list: Listed; hidden: boolean } // hidden: of what others shared, what is off the list
  | { view: "given" } // what I shared
  | { view: "trash"; space: string | null };

export interface Search {
  org?: string;
  /** Whose trash. */
  space?: string;
  hidden?: string;
  sort?: string;
  layout?: string;
  /** The file that is looked at. */
  open?: string;
  details?: string;
}

export function useShown(): Shown {
  const { folder } = useParams({ strict: false }) as { folder?: string };
  const { space, hidden } = useSearch({ strict: false }) as Search;
  const path = useRouterState({ select: ({ location }) => location.pathname.replace(/\/$/, "") });
  const last = path.slice(path.lastIndexOf("/") + 1);
  const list = listed.find((each) => each === last);
  if (folder) return { view: "folder", folder };
  if (list) return { view: "found", list, hidden: list === "shared" && hidden === "1" };
  if (last === "shared-by-me") return { view: "given" };
  return last === "trash" ? { view: "trash", space: space ?? null } : { view: "folder", folder: null };
}

/** How a list is shown stands in the address too: order, grid, the file that is open, the details. */
export function useAddress() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const set = (change: Partial<Record<keyof Search, string | undefined>>, push = false) =>
    navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, ...change }),
      replace: !push,
      resetScroll: false,
    });
  return {
    org: search.org,
    order: parseOrder(search.sort),
    grid: search.layout === "grid",
    open: search.open ?? null,
    details: search.details === "1",
    setOrder: (order: Order) => set({ sort: orderWord(order) }),
    setGrid: (grid: boolean) => set({ layout: grid ? "grid" : undefined }),
    setHidden: (shown: boolean) => set({ hidden: shown ? "1" : undefined }),
    setOpen: (id: string | null) => set({ open: id ?? undefined }, id !== null),
    setDetails: (shown: boolean) => set({ details: shown ? "1" : undefined }),
    /** What goes along to another folder. */
    carried: {
      ...(search.org ? { org: search.org } : {}),
      ...(search.sort ? { sort: search.sort } : {}),
      ...(search.layout ? { layout: search.layout } : {}),
      ...(search.details ? { details: search.details } : {}),
    },
  };
}
