import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;
type Answer<O> = O extends { responses: { 200: infer R } } ? Body<R> : never;
type Sent<O> = O extends { requestBody: infer R } ? Body<R> : never;
type At<P extends keyof paths> = paths[P];

export type Mine = Answer<At<"/api/v1/organizations">["get"]>["items"][number];
export type Organization = Answer<At<"/api/v1/organizations/{organization_id}">["get"]>;
export type Controller = Organization["controller"];
export type Rules = Organization["rules"];
export type Role = Organization["role"];
export type PeoplePage = Answer<At<"/api/v1/organizations/{organization_id}/people">["get"]>;
export type Person = PeoplePage["items"][number];
export type Member = Answer<At<"/api/v1/organizations/{organization_id}/people/{member}">["get"]>;
export type MemberChange = Sent<At<"/api/v1/organizations/{organization_id}/people/{member}">["patch"]>;
export type Department = Answer<At<"/api/v1/organizations/{organization_id}/departments">["get"]>["items"][number];
export type Group = Answer<At<"/api/v1/organizations/{organization_id}/groups">["get"]>["items"][number];
export type Domain = Answer<At<"/api/v1/organizations/{organization_id}/domains">["get"]>["items"][number];
export type ActPage = Answer<At<"/api/v1/organizations/{organization_id}/audit">["get"]>;
export type NewOrganization = Sent<At<"/api/v1/organizations">["post"]>;
export type Contact = Sent<At<"/api/v1/organizations/{organization_id}/controller">["put"]>;
export type RulesChange = Sent<At<"/api/v1/organizations/{organization_id}">["patch"]>;

export interface Narrowed {
  q?: string;
  department?: string;
  group?: string;
}

const of = (organization: string) => ({ params: { path: { organization_id: organization } } });

export const mineQuery = queryOptions({
  queryKey: ["organizations"],
  queryFn: () => unwrap<{ items: Mine[] }>(api.GET("/api/v1/organizations")),
});

export const controllersQuery = queryOptions({
  queryKey: ["controllers"],
  queryFn: () => unwrap<{ items: Controller[] }>(api.GET("/api/v1/controllers")),
});

export const organizationQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization],
    queryFn: () => unwrap<Organization>(api.GET("/api/v1/organizations/{organization_id}", of(organization))),
  });

export const peopleQuery = (organization: string, narrowed: Narrowed) =>
  infiniteQueryOptions({
    queryKey: ["organization", organization, "people", narrowed],
    queryFn: ({ pageParam }) =>
      unwrap<PeoplePage>(
        api.GET("/api/v1/organizations/{organization_id}/people", {
          params: {
            path: { organization_id: organization },
            query: { ...narrowed, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

export const memberQuery = (organization: string, member: string) =>
  queryOptions({
    queryKey: ["organization", organization, "member", member],
    queryFn: () =>
      unwrap<Member>(
        api.GET("/api/v1/organizations/{organization_id}/people/{member}", {
          params: { path: { organization_id: organization, member } },
        }),
      ),
  });

export const departmentsQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization, "departments"],
    queryFn: () =>
      unwrap<{ items: Department[] }>(api.GET("/api/v1/organizations/{organization_id}/departments", of(organization))),
  });

export const groupsQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization, "groups"],
    queryFn: () =>
      unwrap<{ items: Group[] }>(api.GET("/api/v1/organizations/{organization_id}/groups", of(organization))),
  });

export const domainsQuery = (organization: string) =>
  queryOptions({
    queryKey: ["organization", organization, "domains"],
    queryFn: () =>
      unwrap<{ items: Domain[] }>(api.GET("/api/v1/organizations/{organization_id}/domains", of(organization))),
  });

export const actsQuery = (organization: string, subject: string) =>
  infiniteQueryOptions({
    queryKey: ["organization", organization, "audit", subject],
    queryFn: ({ pageParam }) =>
      unwrap<ActPage>(
        api.GET("/api/v1/organizations/{organization_id}/audit", {
          params: {
            path: { organization_id: organization },
            query: { ...(subject ? { subject } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

/** What an administrator changes shows in lists, counts, and the record of acts: all of it is asked for again. */
export const refresh = (queryClient: QueryClient, organization: string) =>
  queryClient.invalidateQueries({ queryKey: ["organization", organization] });

/** The organisation is no longer mine: nothing of it stays in the page's memory. */
export async function forget(queryClient: QueryClient, organization: string) {
  queryClient.removeQueries({ queryKey: ["organization", organization] });
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: mineQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: controllersQuery.queryKey }),
  ]);
}

export const createOrganization = (body: NewOrganization) =>
  unwrap<Organization>(api.POST("/api/v1/organizations", { body }));

export const changeRules = (organization: string, body: RulesChange) =>
  unwrap<Organization>(api.PATCH("/api/v1/organizations/{organization_id}", { ...of(organization), body }));

export const changeController = (organization: string, body: Contact) =>
  unwrap<Controller>(api.PUT("/api/v1/organizations/{organization_id}/controller", { ...of(organization), body }));

export const deleteOrganization = (organization: string, name: string) =>
  unwrap<void>(api.POST("/api/v1/organizations/{organization_id}/delete", { ...of(organization), body: { name } }));

export const leaveOrganization = (organization: string) =>
  unwrap<void>(api.POST("/api/v1/organizations/{organization_id}/leave", of(organization)));

export const handOver = (organization: string, member: string) =>
  unwrap<void>(
    api.POST("/api/v1/organizations/{organization_id}/hand-over", { ...of(organization), body: { member } }),
  );

export const claimDomain = (organization: string, name: string) =>
  unwrap<Domain>(api.POST("/api/v1/organizations/{organization_id}/domains", { ...of(organization), body: { name } }));

export const releaseDomain = (organization: string, domain: string) =>
  unwrap<void>(
    api.DELETE("/api/v1/organizations/{organization_id}/domains/{domain}", {
      params: { path: { organization_id: organization, domain } },
    }),
  );

export const changeMember = (organization: string, member: string, body: MemberChange) =>
  unwrap<Member>(
    api.PATCH("/api/v1/organizations/{organization_id}/people/{member}", {
      params: { path: { organization_id: organization, member } },
      body,
    }),
  );

export const removeMember = (organization: string, member: string) =>
  unwrap<void>(
    api.DELETE("/api/v1/organizations/{organization_id}/people/{member}", {
      params: { path: { organization_id: organization, member } },
    }),
  );

export const createDepartment = (organization: string, name: string, parent: string | null) =>
  unwrap<{ id: string }>(
    api.POST("/api/v1/organizations/{organization_id}/departments", { ...of(organization), body: { name, parent } }),
  );

export const changeDepartment = (
  organization: string,
  department: string,
  body: { name?: string; parent?: string | null },
) =>
  unwrap<{ id: string }>(
    api.PATCH("/api/v1/organizations/{organization_id}/departments/{department}", {
      params: { path: { organization_id: organization, department } },
      body,
    }),
  );

export const deleteDepartment = (organization: string, department: string) =>
  unwrap<void>(
    api.DELETE("/api/v1/organizations/{organization_id}/departments/{department}", {
      params: { path: { organization_id: organization, department } },
    }),
  );

const head = (organization: string, department: string, member: string) => ({
  params: { path: { organization_id: organization, department, member } },
});

export const appointHead = (organization: string, department: string, member: string) =>
  unwrap<void>(
    api.PUT(
      "/api/v1/organizations/{organization_id}/departments/{department}/heads/{member}",
      head(organization, department, member),
    ),
  );

export const dismissHead = (organization: string, department: string, member: string) =>
  unwrap<void>(
    api.DELETE(
      "/api/v1/organizations/{organization_id}/departments/{department}/heads/{member}",
      head(organization, department, member),
    ),
  );

export const createGroup = (organization: string, name: string) =>
  unwrap<{ id: string }>(
    api.POST("/api/v1/organizations/{organization_id}/groups", { ...of(organization), body: { name } }),
  );

export const renameGroup = (organization: string, group: string, name: string) =>
  unwrap<{ id: string }>(
    api.PATCH("/api/v1/organizations/{organization_id}/groups/{group}", {
      params: { path: { organization_id: organization, group } },
      body: { name },
    }),
  );

export const deleteGroup = (organization: string, group: string) =>
  unwrap<void>(
    api.DELETE("/api/v1/organizations/{organization_id}/groups/{group}", {
      params: { path: { organization_id: organization, group } },
    }),
  );

const place = (organization: string, group: string, member: string) => ({
  params: { path: { organization_id: organization, group, member } },
});

export const addToGroup = (organization: string, group: string, member: string) =>
  unwrap<void>(
    api.PUT(
      "/api/v1/organizations/{organization_id}/groups/{group}/people/{member}",
      place(organization, group, member),
    ),
  );

export const takeFromGroup = (organization: string, group: string, member: string) =>
  unwrap<void>(
    api.DELETE(
      "/api/v1/organizations/{organization_id}/groups/{group}/people/{member}",
      place(organization, group, member),
    ),
  );

/** Where a person's small picture is, if they show one to the viewer. */
export const pictureOf = (person: { person: string; picture: string | null }) =>
  person.picture ? `/api/v1/people/${person.person}/picture/${person.picture}/small` : null;
