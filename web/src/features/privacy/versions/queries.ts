import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import type { Language } from "@/ui/i18n";

type Success<O> = O extends { responses: { 200: { content: { "application/json": infer T } } } } ? T : never;

export type Versions = Success<paths["/api/v1/policy/versions"]["get"]>;
export type VersionRow = Versions["items"][number];
export type Version = Success<paths["/api/v1/policy/versions/{version}"]["get"]>;
export type Notice = NonNullable<Success<paths["/api/v1/privacy/notices"]["post"]>["notice"]>;

export const versionsQuery = (language: Language) =>
  queryOptions({
    queryKey: ["policy", "versions", language],
    queryFn: () => unwrap(api.GET("/api/v1/policy/versions", { params: { query: { language } } })),
  });

export const versionQuery = (version: string, language: Language) =>
  queryOptions({
    queryKey: ["policy", "versions", language, version],
    queryFn: () =>
      unwrap(api.GET("/api/v1/policy/versions/{version}", { params: { path: { version }, query: { language } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Once for each time Egret is opened: what I am to be told. */
export const noticeQuery = queryOptions({
  queryKey: ["privacy", "notice"],
  queryFn: async () => (await unwrap(api.POST("/api/v1/privacy/notices"))).notice,
  staleTime: Number.POSITIVE_INFINITY,
});

const of = (version: string) => ({ params: { path: { version } } });

export const delivered = (version: string) =>
  unwrap(api.POST("/api/v1/privacy/notices/{version}/delivered", of(version)));
export const seen = (version: string) => unwrap(api.POST("/api/v1/privacy/notices/{version}/seen", of(version)));
export const accept = (version: string) => unwrap(api.POST("/api/v1/privacy/notices/{version}/accept", of(version)));
