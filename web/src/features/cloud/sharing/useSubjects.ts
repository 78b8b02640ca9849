import { useQueries, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import { departmentsQuery, groupsQuery, mineQuery, type PeoplePage, pictureOf } from "@/features/organizations/queries";
import type { NewShare } from "./queries";

/** Somebody, or several, with whom something can be shared. */
export interface Subject {
  kind: NewShare["kind"];
  id: string;
  name: string;
  picture: string | null;
  organization: string;
}

const MOST = 8;
const PHONE = /^\+?[\d\s()-]{6,}$/;

/** Whom the typed words find among the people, groups and departments of one's organisations; or a phone number. */
export function useSubjects(q: string): { found: Subject[]; pending: boolean; error: unknown } {
  const mine = useQuery(mineQuery);
  const organizations = mine.data?.items ?? [];
  const searching = q.length > 0;
  const people = useQueries({
    queries: organizations.map(({ id }) => ({
      queryKey: ["organization", id, "sharing", q],
      queryFn: () =>
        unwrap<PeoplePage>(
          api.GET("/api/v1/organizations/{organization_id}/people", {
            params: { path: { organization_id: id }, query: { q } },
          }),
        ),
      enabled: searching,
    })),
  });
  const groups = useQueries({ queries: organizations.map(({ id }) => ({ ...groupsQuery(id), enabled: searching })) });
  const departments = useQueries({
    queries: organizations.map(({ id }) => ({ ...departmentsQuery(id), enabled: searching })),
  });
  if (!searching) return { found: [], pending: false, error: mine.error };

  const fits = (name: string) => name.toLocaleLowerCase().includes(q.toLocaleLowerCase());
  const found: Subject[] = [];
  if (PHONE.test(q)) found.push({ kind: "phone", id: q, name: q, picture: null, organization: "" });
  organizations.forEach((each, number) => {
    const organization = each.name;
    if (fits(organization)) {
      found.push({ kind: "organization", id: each.id, name: organization, picture: null, organization: "" });
    }
    for (const person of people[number]?.data?.items ?? []) {
      if (!person.active || found.some((other) => other.id === person.person)) continue;
      found.push({ kind: "person", id: person.person, name: person.name, picture: pictureOf(person), organization });
    }
    for (const { id, name } of groups[number]?.data?.items ?? []) {
      if (fits(name)) found.push({ kind: "group", id, name, picture: null, organization });
    }
    for (const { id, name } of departments[number]?.data?.items ?? []) {
      if (fits(name)) found.push({ kind: "department", id, name, picture: null, organization });
    }
  });
  return {
    found: found.slice(0, MOST),
    pending: mine.isPending || [...people, ...groups, ...departments].some((each) => each.isPending),
    error: mine.error ?? people.find((each) => each.error)?.error,
  };
}
