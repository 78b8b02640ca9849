import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Sso = paths["/api/v1/organizations/{organization_id}/sso"];
type Scim = paths["/api/v1/organizations/{organization_id}/scim"];
type Tokens = paths["/api/v1/organizations/{organization_id}/scim/tokens"];
type Test = paths["/api/v1/organizations/{organization_id}/sso/test"];

export type SsoSettings = Body<Sso["get"]["responses"][200]>;
export type Connection = NonNullable<SsoSettings["connection"]>;
export type ConnectionSent = Body<Sso["put"]["requestBody"]>;
export type Step = Body<Test["post"]["responses"][200]>["steps"][number];
export type Provisioning = Body<Scim["get"]["responses"][200]>;
export type Token = Provisioning["tokens"][number];
export type NewToken = Body<Tokens["post"]["responses"][201]>;

const of = (organization: string) => ({ params: { path: { organization_id: organization } } });

export const ssoQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization, "sso"],
    queryFn: () => unwrap<SsoSettings>(api.GET("/api/v1/organizations/{organization_id}/sso", of(organization))),
  });

export const provisioningQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization, "scim"],
    queryFn: () => unwrap<Provisioning>(api.GET("/api/v1/organizations/{organization_id}/scim", of(organization))),
    staleTime: 0,
  });

export const saveConnection = (organization: string, body: ConnectionSent) =>
  unwrap<SsoSettings>(api.PUT("/api/v1/organizations/{organization_id}/sso", { ...of(organization), body }));

export const removeConnection = (organization: string) =>
  unwrap<void>(api.DELETE("/api/v1/organizations/{organization_id}/sso", of(organization)));

export const testConnection = (organization: string) =>
  unwrap<{ steps: Step[] }>(api.POST("/api/v1/organizations/{organization_id}/sso/test", of(organization)));

export const makeToken = (organization: string, days: number) =>
  unwrap<NewToken>(
    api.POST("/api/v1/organizations/{organization_id}/scim/tokens", { ...of(organization), body: { days } }),
  );

export const revokeToken = (organization: string, token: string) =>
  unwrap<void>(
    api.DELETE("/api/v1/organizations/{organization_id}/scim/tokens/{token}", {
      params: { path: { organization_id: organization, token } },
    }),
  );
