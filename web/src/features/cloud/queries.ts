import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { EntriesPage, FolderNode, FoundPage, ReceivedPage, Space, Trash } from "./types";

// The first page is on the screen at once; the rest of a large folder follows in as few requests as there can be.
const FIRST_PAGE = 500;
const NEXT_PAGE = 10_000;

export const spacesQuery = queryOptions({
  queryKey: ["cloud", "spaces"],
  queryFn: async (): Promise<Space[]> => (await unwrap<{ items: Space[] }>(api.GET("/api/v1/cloud/spaces"))).items,
});

export const nodeQuery = (id: string) =>
  queryOptions({
    queryKey: ["cloud", "node", id],
    queryFn: () => unwrap<FolderNode>(api.GET("/api/v1/cloud/nodes/{node_id}", { params: { path: { node_id: id } } })),
    staleTime: 0,
  });

export const childrenQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["cloud", "children", id],
    queryFn: ({ pageParam }) =>
      unwrap<EntriesPage>(
        api.GET("/api/v1/cloud/nodes/{node_id}/children", {
          params: {
            path: { node_id: id },
            query: pageParam ? { cursor: pageParam, limit: NEXT_PAGE } : { limit: FIRST_PAGE },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

/** Lists that go across folders. */
export const listed = ["recent", "favourites", "shared"] as const;
export type Listed = (typeof listed)[number];
const paths = {
  recent: "/api/v1/cloud/recent",
  favourites: "/api/v1/cloud/favourites",
  shared: "/api/v1/cloud/shared-with-me",
} as const;

export const foundQuery = (list: Listed) =>
  queryOptions({
    queryKey: ["cloud", list],
    queryFn: () => unwrap<FoundPage | ReceivedPage>(api.GET(paths[list])),
    staleTime: 0,
  });

export const trashQuery = (space: string) =>
  queryOptions({
    queryKey: ["cloud", "trash", space],
    queryFn: () =>
      unwrap<Trash>(api.GET("/api/v1/cloud/spaces/{space_id}/trash", { params: { path: { space_id: space } } })),
    staleTime: 0,
  });

/** After anything changed: every list that is looked at is asked for again. */
export const refreshDrive = (client: QueryClient) => client.invalidateQueries({ queryKey: ["cloud"] });

const at = (id: string) => ({ params: { path: { node_id: id } } });

export const createFolder = (parent: string, name: string) =>
  unwrap<FolderNode>(api.POST("/api/v1/cloud/nodes/{node_id}/folders", { ...at(parent), body: { name } }));
/** A folder's folder of this name; null where there is none. */
export async function folderNamed(parent: string, name: string): Promise<{ id: string } | null> {
  const { items } = await unwrap<EntriesPage>(
    api.GET("/api/v1/cloud/nodes/{node_id}/children", {
      params: { ...at(parent).params, query: { limit: NEXT_PAGE } },
    }),
  );
  return items.find((each) => each.is_folder && each.name === name) ?? null;
}
export const rename = (id: string, name: string) =>
  unwrap<FolderNode>(api.PATCH("/api/v1/cloud/nodes/{node_id}", { ...at(id), body: { name } }));
/** `keepBoth`: under a numbered name where its own is taken. */
export const move = (id: string, parent: string, { keepBoth = false, name }: { keepBoth?: boolean; name?: string }) =>
  unwrap<FolderNode>(
    api.POST("/api/v1/cloud/nodes/{node_id}/move", {
      ...at(id),
      body: { parent, keep_both: keepBoth, ...(name === undefined ? {} : { name }) },
    }),
  );
export const copy = (id: string, parent: string) =>
  unwrap<FolderNode>(api.POST("/api/v1/cloud/nodes/{node_id}/copy", { ...at(id), body: { parent, keep_both: true } }));
export const toTrash = (id: string) => unwrap(api.DELETE("/api/v1/cloud/nodes/{node_id}", at(id)));
export const restore = (id: string) => unwrap<FolderNode>(api.POST("/api/v1/cloud/nodes/{node_id}/restore", at(id)));
export const purge = (id: string) => unwrap(api.DELETE("/api/v1/cloud/nodes/{node_id}/forever", at(id)));
/** Giving it up: whoever shared it can share it again. */
export const leave = (id: string) => unwrap(api.DELETE("/api/v1/cloud/nodes/{node_id}/access", at(id)));
/** Off one's own list, and back on it; one can open it as before. */
export const hide = (id: string, on: boolean) =>
  unwrap(
    on
      ? api.PUT("/api/v1/cloud/nodes/{node_id}/hidden", at(id))
      : api.DELETE("/api/v1/cloud/nodes/{node_id}/hidden", at(id)),
  );
export const mark = (id: string, on: boolean) =>
  unwrap(
    on
      ? api.PUT("/api/v1/cloud/nodes/{node_id}/favourite", at(id))
      : api.DELETE("/api/v1/cloud/nodes/{node_id}/favourite", at(id)),
  );
export const emptyTrash = (space: string) =>
  unwrap(api.POST("/api/v1/cloud/spaces/{space_id}/trash/empty", { params: { path: { space_id: space } } }));
export const setQuota = (space: string, bytes: number | null) =>
  unwrap<Space>(
    api.PATCH("/api/v1/cloud/spaces/{space_id}", {
      params: { path: { space_id: space } },
      body: { quota_bytes: bytes },
    }),
  );
export const makeGroupSpace = (organization: string, group: string) =>
  unwrap<Space>(api.POST("/api/v1/cloud/spaces", { body: { organization, group } }));
