import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer T } } } };
}
  ? T
  : never;

type Recordings = Answer<"/api/v1/meetings/{code}/recordings">;
type Files = Answer<"/api/v1/meetings/{code}/files">;
export type Recorded = Pick<Recordings["items"][number], "id" | "state" | "begun_at" | "stopped_at">;
export type ShownFile = Files["items"][number];

const at = (code: string) => ({ params: { path: { code } } });

export const recordingsQuery = (code: string) =>
  queryOptions({
    queryKey: ["summary", "recordings", code],
    queryFn: () => unwrap<Recordings>(api.GET("/api/v1/meetings/{code}/recordings", at(code))),
    staleTime: 0,
  });

export const filesQuery = (code: string) =>
  queryOptions({
    queryKey: ["summary", "files", code],
    queryFn: () => unwrap<Files>(api.GET("/api/v1/meetings/{code}/files", at(code))),
    staleTime: 0,
  });
