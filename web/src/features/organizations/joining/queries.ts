import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import { controllersQuery, mineQuery } from "../queries";
import { expectedForMeQuery } from "./expected";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Answer<O, S extends number = 200> = O extends { responses: infer R } ? Body<R[Extract<keyof R, S>]> : never;
type Sent<O> = O extends { requestBody: infer R } ? Body<R> : never;

type Links = paths["/api/v1/organizations/{organization_id}/invitations"];
type Entries = paths["/api/v1/organizations/{organization_id}/expected"];
type Asked = paths["/api/v1/organizations/{organization_id}/requests"];
type Door = paths["/api/v1/organizations/{organization_id}/join-page"];

export type InvitationPage = Answer<Links["get"]>;
export type Invitation = InvitationPage["items"][number];
export type NewInvitation = Sent<Links["post"]>;
export type ExpectedPage = Answer<Entries["get"]>;
export type Expected = ExpectedPage["items"][number];
export type NewExpected = Sent<Entries["post"]>;
export type Entered = Answer<Entries["post"], 201>;
export type PendingPage = Answer<Asked["get"]>;
export type Pending = PendingPage["items"][number];
export type Acceptance = Sent<paths["/api/v1/organizations/{organization_id}/requests/{join_request}/accept"]["post"]>;
export type Invited = Answer<paths["/api/v1/invitations/{code}"]["get"]>;
export type JoinDoor = Answer<Door["get"]>;
export type Host = Invited["organization"];
export type MyRequest = Answer<paths["/api/v1/requests"]["get"]>["items"][number];
export type Joined = Answer<paths["/api/v1/invitations/{code}/accept"]["post"]>;

const of = (organization: string) => ({ params: { path: { organization_id: organization } } });

const page = (organization: string, cursor: string) => ({
  params: { path: { organization_id: organization }, query: cursor ? { cursor } : {} },
});

export const invitationsQuery = (organization: string) =>
  infiniteQueryOptions({
    queryKey: ["organization", organization, "invitations"],
    queryFn: ({ pageParam }) =>
      unwrap<InvitationPage>(
        api.GET("/api/v1/organizations/{organization_id}/invitations", page(organization, pageParam)),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 0,
  });

export const expectedQuery = (organization: string) =>
  infiniteQueryOptions({
    queryKey: ["organization", organization, "expected"],
    queryFn: ({ pageParam }) =>
      unwrap<ExpectedPage>(api.GET("/api/v1/organizations/{organization_id}/expected", page(organization, pageParam))),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 0,
  });

export const pendingQuery = (organization: string) =>
  infiniteQueryOptions({
    queryKey: ["organization", organization, "requests"],
    queryFn: ({ pageParam }) =>
      unwrap<PendingPage>(api.GET("/api/v1/organizations/{organization_id}/requests", page(organization, pageParam))),
    initialPageParam: "",
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    staleTime: 0,
  });

export const makeInvitation = (organization: string, body: NewInvitation) =>
  unwrap<Invitation>(api.POST("/api/v1/organizations/{organization_id}/invitations", { ...of(organization), body }));

const link = (organization: string, invitation: string) => ({
  params: { path: { organization_id: organization, invitation } },
});

export const revokeInvitation = (organization: string, invitation: string) =>
  unwrap<Invitation>(
    api.DELETE("/api/v1/organizations/{organization_id}/invitations/{invitation}", link(organization, invitation)),
  );

export const restoreInvitation = (organization: string, invitation: string) =>
  unwrap<Invitation>(
    api.POST(
      "/api/v1/organizations/{organization_id}/invitations/{invitation}/restore",
      link(organization, invitation),
    ),
  );

export const expectPerson = (organization: string, body: NewExpected) =>
  unwrap<Entered>(api.POST("/api/v1/organizations/{organization_id}/expected", { ...of(organization), body }));

export const removeExpected = (organization: string, expected: string) =>
  unwrap<void>(
    api.DELETE("/api/v1/organizations/{organization_id}/expected/{expected}", {
      params: { path: { organization_id: organization, expected } },
    }),
  );

const asked = (organization: string, request: string) => ({
  params: { path: { organization_id: organization, join_request: request } },
});

export const acceptRequest = (organization: string, request: string, body: Acceptance) =>
  unwrap<void>(
    api.POST("/api/v1/organizations/{organization_id}/requests/{join_request}/accept", {
      ...asked(organization, request),
      body,
    }),
  );

export const declineRequest = (organization: string, request: string, reason: string) =>
  unwrap<void>(
    api.POST("/api/v1/organizations/{organization_id}/requests/{join_request}/decline", {
      ...asked(organization, request),
      body: { reason },
    }),
  );

export const invitedQuery = (code: string) =>
  queryOptions({
    queryKey: ["invitation", code],
    queryFn: () => unwrap<Invited>(api.GET("/api/v1/invitations/{code}", { params: { path: { code } } })),
    staleTime: 0,
  });

export const acceptInvitation = (code: string) =>
  unwrap<Joined>(api.POST("/api/v1/invitations/{code}/accept", { params: { path: { code } } }));

export const doorQuery = (organization: string) =>
  queryOptions({
    queryKey: ["join-page", organization],
    queryFn: () => unwrap<JoinDoor>(api.GET("/api/v1/organizations/{organization_id}/join-page", of(organization))),
    staleTime: 0,
  });

export const askToJoin = (organization: string, message: string) =>
  unwrap<MyRequest>(
    api.POST("/api/v1/organizations/{organization_id}/requests", { ...of(organization), body: { message } }),
  );

export const myRequestsQuery = queryOptions({
  queryKey: ["requests"],
  queryFn: () => unwrap<{ items: MyRequest[] }>(api.GET("/api/v1/requests")),
  staleTime: 0,
});

export const withdrawRequest = (request: string) =>
  unwrap<void>(api.DELETE("/api/v1/requests/{join_request}", { params: { path: { join_request: request } } }));

export const acceptExpected = (expected: string) =>
  unwrap<Joined>(api.POST("/api/v1/expected/{expected}/accept", { params: { path: { expected } } }));

export const declineExpected = (expected: string) =>
  unwrap<void>(api.POST("/api/v1/expected/{expected}/decline", { params: { path: { expected } } }));

/** Somebody joined or declined: their organisations, who answers for what, and what waits for them are asked again. */
export const refreshMine = (queryClient: QueryClient) =>
  Promise.all(
    [mineQuery, controllersQuery, expectedForMeQuery, myRequestsQuery].map(({ queryKey }) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
