import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import type { Language } from "@/ui/i18n";

type Success<O> = O extends { responses: { 200: { content: { "application/json": infer T } } } } ? T : never;

export type Retention = Success<paths["/api/v1/privacy/retention"]["get"]>;
export type RetentionTable = Retention["tables"][number];
export type Notices = Success<paths["/api/v1/privacy/processors/notices"]["get"]>;
export type Notice = Notices["open"][number];

/** The job runs each few minutes. */
const ASKED_AGAIN = 60_000;

export const retentionQuery = (language: Language) =>
  queryOptions({
    queryKey: ["privacy", "retention", language],
    queryFn: () => unwrap(api.GET("/api/v1/privacy/retention")),
    refetchInterval: ASKED_AGAIN,
  });

export const noticesQuery = queryOptions({
  queryKey: ["privacy", "processors"],
  queryFn: () => unwrap(api.GET("/api/v1/privacy/processors/notices")),
  refetchInterval: ASKED_AGAIN,
});

/** Each look is written down: it is asked for when somebody wants it, and not kept. */
export const identifierOf = (notice_id: string) =>
  unwrap<{ known_as: string }>(
    api.GET("/api/v1/privacy/processors/notices/{notice_id}/identifier", { params: { path: { notice_id } } }),
  );

export const acknowledge = (notice_id: string, evidence: string, confirmed_on: string) =>
  unwrap<Notices>(
    api.POST("/api/v1/privacy/processors/notices/{notice_id}/acknowledge", {
      params: { path: { notice_id } },
      body: { evidence, confirmed_on },
    }),
  );
