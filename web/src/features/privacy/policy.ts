import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Policy, type PolicySummary, unwrap } from "@/api";
import type { Language } from "@/ui/i18n";

export function usePolicy() {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useQuery({
    queryKey: ["policy", language],
    queryFn: () => unwrap<Policy>(api.GET("/api/v1/policy", { params: { query: { language } } })),
    staleTime: 5 * 60_000,
  });
}

/** The policy in short, and its version: whoever accepts it reads this, and the whole of it behind a link. */
export function usePolicySummary() {
  const { i18n } = useTranslation();
  const language = i18n.language as Language;
  return useQuery({
    queryKey: ["policy", "summary", language],
    queryFn: () => unwrap<PolicySummary>(api.GET("/api/v1/policy/summary", { params: { query: { language } } })),
    staleTime: 5 * 60_000,
  });
}
