import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Answer<O> = O extends { responses: { 200: infer R } } ? Body<R> : never;

export type Version = Answer<paths["/api/v1/cloud/nodes/{node_id}/versions"]["get"]>["items"][number];
export type ActivityPage = Answer<paths["/api/v1/cloud/nodes/{node_id}/activity"]["get"]>;

const at = (node: string, version: string) => ({ params: { path: { node_id: node, version_id: version } } });

export const versionsQuery = (node: string) =>
  queryOptions({
    queryKey: ["cloud", "versions", node],
    queryFn: () =>
      unwrap<{ items: Version[] }>(
        api.GET("/api/v1/cloud/nodes/{node_id}/versions", { params: { path: { node_id: node } } }),
      ),
    staleTime: 0,
  });

export const activityQuery = (node: string) =>
  infiniteQueryOptions({
    queryKey: ["cloud", "activity", node],
    queryFn: ({ pageParam }) =>
      unwrap<ActivityPage>(
        api.GET("/api/v1/cloud/nodes/{node_id}/activity", {
          params: { path: { node_id: node }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

export const restoreVersion = (node: string, version: string) =>
  unwrap<Version>(api.POST("/api/v1/cloud/nodes/{node_id}/versions/{version_id}/restore", at(node, version)));

export const nameVersion = (node: string, version: string, label: string) =>
  unwrap<Version>(
    api.PATCH("/api/v1/cloud/nodes/{node_id}/versions/{version_id}", { ...at(node, version), body: { label } }),
  );

export const deleteVersion = (node: string, version: string) =>
  unwrap<void>(api.DELETE("/api/v1/cloud/nodes/{node_id}/versions/{version_id}", at(node, version)));
