import { infiniteQueryOptions, useQuery } from "@tanstack/react-query";
import { api, type DataAccessPage, type DataAccessProof, type Hold, unwrap } from "@/api";
import type { Language } from "@/ui/i18n";
import { proves } from "./proof";

export const accessesQuery = (language: Language) =>
  infiniteQueryOptions({
    queryKey: ["accesses", language],
    queryFn: ({ pageParam }) =>
      unwrap<DataAccessPage>(
        api.GET("/api/v1/privacy/accesses", {
          params: { query: pageParam === null ? {} : { cursor: pageParam } },
          headers: { "Accept-Language": language },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** What of mine is kept for a legal reason, in the words of this language. */
export function useHolds(language: Language) {
  return useQuery({
    queryKey: ["holds", language],
    queryFn: () =>
      unwrap<{ items: Hold[] }>(api.GET("/api/v1/privacy/holds", { headers: { "Accept-Language": language } })),
  });
}

/** The proof, and whether this browser comes to the same root; null where a browser has no SHA-256 (plain HTTP). */
export function useProof(number: number) {
  return useQuery({
    queryKey: ["accesses", "proof", number],
    queryFn: async () => {
      const proof = await unwrap<DataAccessProof>(
        api.GET("/api/v1/privacy/accesses/{number}/proof", { params: { path: { number } } }),
      );
      return { ...proof, holds: await proves(proof) };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
