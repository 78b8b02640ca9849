import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import type { Topic } from "../../../frame/data";

export type Polls = paths["/api/v1/meetings/{code}/polls"]["get"]["responses"][200]["content"]["application/json"];
export type Poll = Polls["items"][number];

/** The server says that something changed; what one may see of it each page asks for itself. */
export const pollsTopic: Topic<true> = {
  name: "polls",
  parse: (value) => (typeof value === "object" && value ? true : null),
};

export const pollsQuery = (code: string) =>
  queryOptions({
    queryKey: ["polls", code],
    queryFn: () => unwrap<Polls>(api.GET("/api/v1/meetings/{code}/polls", { params: { path: { code } } })),
    staleTime: 0,
  });

export interface Draft {
  question: string;
  options: string[];
  anonymous: boolean;
  several: boolean;
}

export const openPoll = (code: string, draft: Draft) =>
  unwrap<Polls>(api.POST("/api/v1/meetings/{code}/polls", { params: { path: { code } }, body: draft }));

const at = (code: string, poll: string) => ({ params: { path: { code, poll_id: poll } } });

export const castBallot = (code: string, poll: string, chosen: number[]) =>
  unwrap<Polls>(api.POST("/api/v1/meetings/{code}/polls/{poll_id}/vote", { ...at(code, poll), body: { chosen } }));

export const closePoll = (code: string, poll: string) =>
  unwrap<Polls>(api.POST("/api/v1/meetings/{code}/polls/{poll_id}/close", at(code, poll)));

export const deletePoll = (code: string, poll: string) =>
  unwrap<Polls>(api.DELETE("/api/v1/meetings/{code}/polls/{poll_id}", at(code, poll)));
