import { queryOptions } from "@tanstack/react-query";
import i18next from "i18next";
import { api, sendFile, toProblem, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export type Copies = Answer<"/api/v1/privacy/copies">;
export type Copy = Copies["items"][number];
export type Arrivals = Answer<"/api/v1/privacy/arrivals">;
export type Arrival = Arrivals["items"][number];
export type Outcome = Arrival["report"][number];

// While something is under way; the worker looks at each of its beats, two seconds apart.
const OFTEN = 1500;

const underWay = (copy: Copy) => copy.state === "ordered" || copy.state === "building";
const arriving = (arrival: Arrival) => arrival.state === "waiting" || arrival.state === "running";

export const copiesQuery = queryOptions({
  queryKey: ["privacy", "copies"],
  queryFn: () => unwrap<Copies>(api.GET("/api/v1/privacy/copies")),
  staleTime: 0,
  refetchInterval: (query) => (query.state.data?.items.some(underWay) ? OFTEN : false),
});

export const arrivalsQuery = queryOptions({
  queryKey: ["privacy", "arrivals"],
  queryFn: () => unwrap<Arrivals>(api.GET("/api/v1/privacy/arrivals")),
  staleTime: 0,
  refetchInterval: (query) => (query.state.data?.items.some(arriving) ? OFTEN : false),
});

export const isUnderWay = underWay;
export const isArriving = arriving;

export const contentOf = (copy: Copy) => `/api/v1/privacy/copies/${copy.id}/content`;

export const order = () => unwrap<Copy>(api.POST("/api/v1/privacy/copies"));

export const remove = (copy: Copy) =>
  unwrap<Copy>(api.DELETE("/api/v1/privacy/copies/{copy_id}", { params: { path: { copy_id: copy.id } } }));

/** Whether the server would give it out now: it may ask for a proof first, which a link could not. */
export async function ask(copy: Copy): Promise<void> {
  // The first byte of it: an answer to HEAD has no body that says why not.
  const answer = await fetch(contentOf(copy), { headers: { Range: "bytes=0-0", "Accept-Language": i18next.language } });
  if (!answer.ok) throw toProblem(await answer.json().catch(() => null), answer.status);
  await answer.body?.cancel();
}

export const cancelArrival = (arrival: Arrival) =>
  unwrap<Arrival>(
    api.DELETE("/api/v1/privacy/arrivals/{arrival_id}", { params: { path: { arrival_id: arrival.id } } }),
  );

export const confirmArrival = (arrival: Arrival) =>
  unwrap<Arrival>(
    api.POST("/api/v1/privacy/arrivals/{arrival_id}/confirm", { params: { path: { arrival_id: arrival.id } } }),
  );

export const bring = (file: File, onProgress: (sent: number) => void, signal: AbortSignal) =>
  sendFile<Arrival>("/api/v1/privacy/arrivals", file, "application/zip", onProgress, signal);
