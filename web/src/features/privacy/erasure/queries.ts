import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type ErasureOrder, type ErasurePlan, type ErasureReceipt, unwrap } from "@/api";
import type { Language } from "@/ui/i18n";

/** The server looks after it once a minute; nobody need see it sooner on another page. */
const STALE = 60_000;
/** Who watches it happen wants to see it end. */
const WATCHED = 1500;

export const myErasureQuery = queryOptions({
  queryKey: ["erasure"],
  queryFn: () => unwrap<{ erasure: ErasureOrder | null }>(api.GET("/api/v1/privacy/erasures/mine")),
  staleTime: STALE,
});

export function usePlan() {
  const language = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ["erasure", "plan", language],
    queryFn: () => unwrap<ErasurePlan>(api.GET("/api/v1/privacy/erasures/plan")),
  });
}

export function useReceipt(receipt: string) {
  const language = useTranslation().i18n.language as Language;
  return useQuery({
    queryKey: ["erasure", "receipt", receipt, language],
    queryFn: () =>
      unwrap<ErasureReceipt>(
        api.GET("/api/v1/privacy/erasures/receipts/{receipt}", {
          params: { path: { receipt } },
        }),
      ),
    refetchInterval: (query) => (isOver(query.state.data?.state) ? false : WATCHED),
  });
}

export const isOver = (state?: ErasureReceipt["state"]) => state === "done" || state === "cancelled";

export const certificateAddress = (receipt: string) =>
  `/api/v1/privacy/erasures/receipts/${encodeURIComponent(receipt)}/certificate`;

export function useCancelErasure() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/v1/privacy/erasures/cancel")),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["erasure"] }),
  });
}
