import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Clause, type ClauseHistory, unwrap } from "@/api";
import type { Language } from "@/ui/i18n";

export type ClauseState = Clause["state"];

/** All promises are probed within an hour, one a minute. */
const ASKED_AGAIN = 60_000;

export function useClauses() {
  const language = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ["clauses", language],
    queryFn: () =>
      unwrap<{ as_of: string; items: Clause[] }>(
        api.GET("/api/v1/policy/clauses", { params: { query: { language } } }),
      ),
    refetchInterval: ASKED_AGAIN,
  });
}

export function useClause(clause: string) {
  const language = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ["clauses", language, clause],
    queryFn: () =>
      unwrap<ClauseHistory>(
        api.GET("/api/v1/policy/clauses/{clause}", { params: { path: { clause }, query: { language } } }),
      ),
    refetchInterval: ASKED_AGAIN,
  });
}
