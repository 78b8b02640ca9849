import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

export type GivenPage = paths["/api/v1/cloud/shared-by-me"]["get"]["responses"][200]["content"]["application/json"];
export type Given = GivenPage["items"][number];

export const givenQuery = infiniteQueryOptions({
  queryKey: ["cloud", "given"],
  queryFn: ({ pageParam }) =>
    unwrap<GivenPage>(
      api.GET("/api/v1/cloud/shared-by-me", { params: { query: pageParam ? { cursor: pageParam } : {} } }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor ?? undefined,
  staleTime: 0,
});
