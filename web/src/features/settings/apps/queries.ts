import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

export type Wish = paths["/api/v1/tokens"]["post"]["requestBody"]["content"]["application/json"];

const listTokens = () => unwrap(api.GET("/api/v1/tokens"));

type TokenList = Awaited<ReturnType<typeof listTokens>>;
export type AccessToken = TokenList["items"][number];
export type ScopeSentence = TokenList["scopes"][number];
export type Kind = AccessToken["kind"];

/** The sentences of the scopes come in the reader's language: another language is another answer. */
export const tokensQuery = (language: string) =>
  queryOptions({ queryKey: ["tokens", language], queryFn: listTokens, staleTime: 0 });

export const makeToken = (wish: Wish) => unwrap(api.POST("/api/v1/tokens", { body: wish }));

export type Made = Awaited<ReturnType<typeof makeToken>>;

export const revokeToken = (id: string) =>
  unwrap(api.DELETE("/api/v1/tokens/{token_id}", { params: { path: { token_id: id } } }));
