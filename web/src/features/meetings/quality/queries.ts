import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer T } } } };
}
  ? T
  : never;

export type Measuring = Answer<"/api/v1/quality/measuring">;
export type Charts = Answer<"/api/v1/meetings/{code}/quality">;
export type Chart = Charts["participants"][number];
export type Point = Chart["points"][number];

const at = (code: string) => ({ params: { path: { code } } });

/** Whether this visitor is measured in a meeting. */
export const measuringQuery = (code: string) =>
  queryOptions({
    queryKey: ["measuring", code],
    queryFn: () => unwrap<Measuring>(api.GET("/api/v1/meetings/{code}/quality/measuring", at(code))),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const chartsQuery = (code: string, live: boolean) =>
  queryOptions({
    queryKey: ["quality", code],
    queryFn: () => unwrap<Charts>(api.GET("/api/v1/meetings/{code}/quality", at(code))),
    staleTime: 0,
    refetchInterval: live ? 15_000 : false,
  });

export const objectTo = (code: string, objects: boolean) =>
  unwrap<Measuring>(
    objects
      ? api.POST("/api/v1/meetings/{code}/quality/objection", at(code))
      : api.DELETE("/api/v1/meetings/{code}/quality/objection", at(code)),
  );

/** Of all my meetings. */
export const myMeasuringQuery = queryOptions({
  queryKey: ["measuring"],
  queryFn: () => unwrap<Measuring>(api.GET("/api/v1/quality/measuring")),
});

export const objectEverywhere = (objects: boolean) =>
  unwrap<Measuring>(objects ? api.POST("/api/v1/quality/objection") : api.DELETE("/api/v1/quality/objection"));
