import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Answer<O> = O extends { responses: { 200: infer R } } ? Body<R> : never;
type Sent<O> = O extends { requestBody: infer R } ? Body<R> : never;

export type Shares = Answer<paths["/api/v1/cloud/nodes/{node_id}/shares"]["get"]>;
export type Reason = Shares["items"][number];
export type Role = Reason["role"];
export type NewShare = Sent<paths["/api/v1/cloud/nodes/{node_id}/shares"]["post"]>;
export type Link = Answer<paths["/api/v1/cloud/nodes/{node_id}/links"]["get"]>["items"][number];
export type NewLink = Sent<paths["/api/v1/cloud/nodes/{node_id}/links"]["post"]>;
export type LinkChange = Sent<paths["/api/v1/cloud/links/{link_id}"]["patch"]>;

const at = (node: string) => ({ params: { path: { node_id: node } } });

export const sharesQuery = (node: string) =>
  queryOptions({
    queryKey: ["cloud", "shares", node],
    queryFn: () => unwrap<Shares>(api.GET("/api/v1/cloud/nodes/{node_id}/shares", at(node))),
    staleTime: 0,
  });

export const linksQuery = (node: string) =>
  queryOptions({
    queryKey: ["cloud", "links", node],
    queryFn: () => unwrap<{ items: Link[] }>(api.GET("/api/v1/cloud/nodes/{node_id}/links", at(node))),
    staleTime: 0,
  });

export const share = (node: string, body: NewShare) =>
  unwrap<Reason>(api.POST("/api/v1/cloud/nodes/{node_id}/shares", { ...at(node), body }));

export const changeRole = (id: string, role: Role) =>
  unwrap<Reason>(api.PATCH("/api/v1/cloud/shares/{share_id}", { params: { path: { share_id: id } }, body: { role } }));

export const withdrawShare = (id: string) =>
  unwrap<void>(api.DELETE("/api/v1/cloud/shares/{share_id}", { params: { path: { share_id: id } } }));

export const makeLink = (node: string, body: NewLink) =>
  unwrap<Link>(api.POST("/api/v1/cloud/nodes/{node_id}/links", { ...at(node), body }));

export const changeLink = (id: string, body: LinkChange) =>
  unwrap<Link>(api.PATCH("/api/v1/cloud/links/{link_id}", { params: { path: { link_id: id } }, body }));

export const withdrawLink = (id: string) =>
  unwrap<void>(api.DELETE("/api/v1/cloud/links/{link_id}", { params: { path: { link_id: id } } }));
