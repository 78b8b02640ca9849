import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

export type Passkey = paths["/api/v1/passkeys"]["get"]["responses"][200]["content"]["application/json"][number];

export const securityQuery = queryOptions({
  queryKey: ["security"],
  queryFn: () => unwrap(api.GET("/api/v1/second-factor")),
});

export const passkeysQuery = queryOptions({
  queryKey: ["security", "passkeys"],
  queryFn: () => unwrap<Passkey[]>(api.GET("/api/v1/passkeys")),
});

/** Reads all of it again: one change shows in several places. */
export function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ["security"] });
}
