import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type ForMe = paths["/api/v1/expected"]["get"]["responses"][200]["content"]["application/json"];
export type ExpectedForMe = ForMe["items"][number];

/** Apart from the other queries: every page of whoever is signed in asks this. */
export const expectedForMeQuery = queryOptions({
  queryKey: ["expected"],
  queryFn: () => unwrap<ForMe>(api.GET("/api/v1/expected")),
  staleTime: 5 * 60_000,
});
