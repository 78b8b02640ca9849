import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { currentLocale } from "@/ui/i18n";
import type { Shown } from "./address";
import { type Order, sorted } from "./model/sort";
import { childrenQuery, foundQuery, nodeQuery, trashQuery } from "./queries";
import type { Entry, FolderNode, Space, Trash } from "./types";

export interface Entries {
  entries: Entry[];
  isPending: boolean;
  /** Whether more of them are on their way. */
  isPartial: boolean;
  error: unknown;
  retry: () => void;
  /** The folder that is shown. */
  folder: FolderNode | null;
  /** How much of what others shared is off the list. */
  hiddenCount: number;
}

/** What the address shows, in the order asked for: a folder, a list across folders, or a trash. */
export function useEntries(shown: Shown, folderId: string | null, trashOf: Space | null, order: Order): Entries {
  const inFolder = shown.view === "folder" && folderId !== null;
  const node = useQuery({ ...nodeQuery(folderId ?? ""), enabled: inFolder });
  const children = useInfiniteQuery({ ...childrenQuery(folderId ?? ""), enabled: inFolder });
  const list = shown.view === "found" ? shown.list : "recent";
  const hidden = shown.view === "found" && shown.hidden;
  const found = useQuery({ ...foundQuery(list), enabled: shown.view === "found" });
  const trash = useQuery({ ...trashQuery(trashOf?.id ?? ""), enabled: shown.view === "trash" && trashOf !== null });

  const { hasNextPage, isFetching, isError, fetchNextPage } = children;
  useEffect(() => {
    if (inFolder && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [inFolder, hasNextPage, isFetching, isError, fetchNextPage]);

  const { sort, descending } = order;
  const entries = useMemo(() => {
    if (shown.view === "found") {
      // Their own order says something: what was opened last, what was marked last.
      return (found.data?.items ?? [])
        .map(({ entry, ...rest }): Entry => ({ ...entry, ...rest }))
        .filter((entry) => list !== "shared" || entry.hidden === hidden);
    }
    const all =
      shown.view === "trash"
        ? (trash.data?.items ?? []).map(asEntry)
        : (children.data?.pages.flatMap((page) => page.items) ?? []);
    return shown.view === "trash" ? all : sorted(all, { sort, descending }, currentLocale());
  }, [shown.view, list, hidden, found.data, trash.data, children.data, sort, descending]);

  const asked = shown.view === "folder" ? children : shown.view === "found" ? found : trash;
  return {
    entries,
    isPending: asked.isPending || (inFolder && node.isPending),
    isPartial: shown.view === "folder" && hasNextPage,
    error: asked.data ? null : (node.error ?? asked.error),
    retry: () => {
      void asked.refetch();
      if (inFolder) void node.refetch();
    },
    folder: (inFolder && node.data) || null,
    hiddenCount:
      list === "shared" ? (found.data?.items.filter((each) => "hidden" in each && each.hidden).length ?? 0) : 0,
  };
}

const asEntry = (each: Trash["items"][number]): Entry => ({
  id: each.id,
  name: each.name,
  is_folder: each.is_folder,
  size: each.size,
  media_type: each.media_type,
  modified_at: each.trashed_at,
  version: null,
  favourite: false,
  shared: false,
  was: each.place,
  goes_at: each.goes_at,
});
