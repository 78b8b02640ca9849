import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Continue = paths["/api/v1/sign-in/{flow}/continue"]["post"]["responses"][200]["content"]["application/json"];

/** What a sign-in waits for, whatever was proved first. */
export type SignInState = Continue;
export type Method = SignInState["methods"][number];

/** The ways that are a form of their own. */
export type Entry = "phone" | "password" | "organization";

export const waysQuery = queryOptions({
  queryKey: ["sign-in", "ways"],
  queryFn: () => unwrap(api.GET("/api/v1/sign-in/ways")),
  staleTime: Number.POSITIVE_INFINITY,
});

export const readFlow = (flow: string) =>
  unwrap<SignInState>(api.GET("/api/v1/sign-in/{flow}", { params: { path: { flow } } }));

export const continueFlow = (flow: string) =>
  unwrap<SignInState>(api.POST("/api/v1/sign-in/{flow}/continue", { params: { path: { flow } } }));
