import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Success<O> = O extends { responses: { 200: { content: { "application/json": infer T } } } } ? T : never;
type Got<Path extends keyof paths> = Success<paths[Path]["get"]>;

export type Known = Got<"/api/v1/privacy/mine">["categories"][number];
export type Consents = Got<"/api/v1/privacy/consents">;
export type Consent = Consents["items"][number];
export type Objections = Got<"/api/v1/privacy/objections">;
export type Objection = Objections["items"][number];

export type KnownPage = Got<"/api/v1/privacy/mine/{category}">;
export type KnownItem = KnownPage["items"][number];

export const knownQuery = queryOptions({
  queryKey: ["privacy", "mine"],
  queryFn: () => unwrap(api.GET("/api/v1/privacy/mine")),
});

export const itemsQuery = (category: string, language: string) =>
  infiniteQueryOptions({
    queryKey: ["privacy", "mine", category, language],
    queryFn: ({ pageParam }) =>
      unwrap<KnownPage>(
        api.GET("/api/v1/privacy/mine/{category}", {
          params: { path: { category }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  });

export const consentsQuery = queryOptions({
  queryKey: ["privacy", "consents"],
  queryFn: () => unwrap(api.GET("/api/v1/privacy/consents")),
});

export const choose = (purpose: string, given: boolean) =>
  unwrap<Consents>(api.PUT("/api/v1/privacy/consents/{purpose}", { params: { path: { purpose } }, body: { given } }));

export const objectionsQuery = queryOptions({
  queryKey: ["privacy", "objections"],
  queryFn: () => unwrap(api.GET("/api/v1/privacy/objections")),
});

export const objectTo = (purpose: string, objected: boolean) =>
  unwrap<Objections>(
    api.PUT("/api/v1/privacy/objections/{purpose}", { params: { path: { purpose } }, body: { objected } }),
  );

export const seatsQuery = queryOptions({
  queryKey: ["privacy", "seats"],
  queryFn: () => unwrap(api.GET("/api/v1/privacy/seats")),
});
