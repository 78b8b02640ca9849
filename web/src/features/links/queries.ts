import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import type { Source } from "@/features/cloud/preview/entry";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Answer<O> = O extends { responses: { 200: infer R } } ? Body<R> : never;

export type Opened = Answer<paths["/api/v1/cloud/links/{token}/open"]["get"]>;
export type Unlocked = Answer<paths["/api/v1/cloud/links/{token}/unlock"]["post"]>;
export type LinkedNode = Answer<paths["/api/v1/cloud/links/{token}/nodes/{node_id}"]["get"]>;
export type LinkedPage = Answer<paths["/api/v1/cloud/links/{token}/nodes/{node_id}/children"]["get"]>;

export const openQuery = (token: string) =>
  queryOptions({
    queryKey: ["link", token],
    queryFn: () => unwrap<Opened>(api.GET("/api/v1/cloud/links/{token}/open", { params: { path: { token } } })),
    staleTime: 0,
    retry: false,
  });

export const unlock = (token: string, password: string) =>
  unwrap<Unlocked>(api.POST("/api/v1/cloud/links/{token}/unlock", { params: { path: { token } }, body: { password } }));

const at = (token: string, node: string) => ({ path: { token, node_id: node } });

export const linkedNodeQuery = (token: string, node: string) =>
  queryOptions({
    queryKey: ["link", token, "node", node],
    queryFn: () =>
      unwrap<LinkedNode>(api.GET("/api/v1/cloud/links/{token}/nodes/{node_id}", { params: at(token, node) })),
    staleTime: 0,
  });

export const linkedChildrenQuery = (token: string, node: string) =>
  infiniteQueryOptions({
    queryKey: ["link", token, "children", node],
    queryFn: ({ pageParam }) =>
      unwrap<LinkedPage>(
        api.GET("/api/v1/cloud/links/{token}/nodes/{node_id}/children", {
          params: { ...at(token, node), query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

/** Where the viewer has a link's contents from. */
export const sourceOf = (token: string): Source => {
  const content = (id: string, disposition: string) =>
    `/api/v1/cloud/links/${encodeURIComponent(token)}/nodes/${id}/content?disposition=${disposition}`;
  return { inline: ({ id }) => content(id, "inline"), download: ({ id }) => content(id, "attachment") };
};

/** A folder with all that is below it, as one ZIP. */
export const archiveOf = (token: string, node: string) =>
  `/api/v1/cloud/links/${encodeURIComponent(token)}/nodes/${node}/archive`;
