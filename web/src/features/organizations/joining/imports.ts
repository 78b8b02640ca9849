import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, sendFile, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Answer<O, S extends number = 200> = O extends { responses: infer R } ? Body<R[Extract<keyof R, S>]> : never;

type One = paths["/api/v1/organizations/{organization_id}/imports/{batch}"];
type Lines = paths["/api/v1/organizations/{organization_id}/imports/{batch}/lines"];
export type Import = Answer<One["get"]>;
export type LinePage = Answer<Lines["get"]>;
export type Line = LinePage["items"][number];

// While the server works, its progress is what somebody looks at.
const REFRESH = 1000;
const working = (each: Import | undefined) => each?.state === "reading" || each?.state === "importing";

const at = (organization: string, batch: string) => ({
  params: { path: { organization_id: organization, batch } },
});

export const importsQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization, "imports"],
    queryFn: () =>
      unwrap<{ items: Import[] }>(
        api.GET("/api/v1/organizations/{organization_id}/imports", {
          params: { path: { organization_id: organization } },
        }),
      ),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.items.some(working) ? REFRESH : false),
  });

export const linesQuery = (organization: string, batch: string, faulty: boolean) =>
  infiniteQueryOptions({
    queryKey: ["organization", organization, "imports", batch, faulty],
    queryFn: ({ pageParam }) =>
      unwrap<LinePage>(
        api.GET("/api/v1/organizations/{organization_id}/imports/{batch}/lines", {
          params: { path: { organization_id: organization, batch }, query: { faulty, cursor: pageParam } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 0,
  });

export const confirmImport = (organization: string, batch: string, skip: boolean) =>
  unwrap<Import>(
    api.POST("/api/v1/organizations/{organization_id}/imports/{batch}/confirm", {
      ...at(organization, batch),
      body: { skip_faulty: skip },
    }),
  );

export const cancelImport = (organization: string, batch: string) =>
  unwrap<Import>(api.POST("/api/v1/organizations/{organization_id}/imports/{batch}/cancel", at(organization, batch)));

export const faultyFile = (organization: string, batch: string) =>
  `/api/v1/organizations/${organization}/imports/${batch}/faulty.csv`;

export function uploadList(
  organization: string,
  file: File,
  source: string,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  const path = `/api/v1/organizations/${organization}/imports?source=${encodeURIComponent(source)}`;
  return sendFile(path, file, "text/csv", onProgress, signal);
}
