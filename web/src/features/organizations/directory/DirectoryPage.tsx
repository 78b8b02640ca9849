import { Button, CloseButton, Skeleton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconHierarchy, IconSearch, IconUserSearch, IconUsers } from "@tabler/icons-react";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, LinkButton, PageHead, StatePage, useShortcuts } from "@/ui";
import { DepartmentPicker } from "../departments/DepartmentPicker";
import { pathTo } from "../departments/tree";
import { useOrganization } from "../OrganizationLayout";
import { departmentsQuery, peopleQuery } from "../queries";
import { useShown } from "../useShown";
import classes from "./directory.module.css";
import { PersonDrawer } from "./PersonDrawer";
import { PersonRow } from "./PersonRow";
import { useReached } from "./useReached";

// Long enough that a word is typed, short enough to feel at once.
const PAUSE = 200;

export function DirectoryPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const { q = "", department } = useSearch({ from: "/framed/o/$organization/people" });
  const navigate = useNavigate({ from: "/o/$organization/people" });
  const [typed, setTyped] = useState(q);
  const [searched, setSearched] = useState(q);
  // The address changed by other ways than typing: the way back, or the tab itself.
  if (q !== searched) {
    setSearched(q);
    if (q !== typed.trim()) setTyped(q);
  }
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: ["/"], label: t("keys.search"), run: () => field.current?.focus() }]);
  const [picking, setPicking] = useState(false);
  const [opened, setOpened] = useShown("person");
  const people = useInfiniteQuery({
    ...peopleQuery(organization.id, { ...(q ? { q } : {}), ...(department ? { department } : {}) }),
    placeholderData: keepPreviousData,
  });
  const departments = useQuery({ ...departmentsQuery(organization.id), enabled: organization.can_read_directory });
  const narrow = (change: { q?: string; department?: string }) =>
    navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const search = useDebouncedCallback((text: string) => narrow({ q: text.trim() || undefined }), PAUSE);
  const end = useReached(() => people.hasNextPage && !people.isFetching && people.fetchNextPage());
  const items = people.data?.pages.flatMap((page) => page.items) ?? [];
  const path = pathTo(departments.data?.items ?? [], department ?? null);

  return (
    <>
      <PageHead
        title={t("organizations.tabs.people")}
        actions={
          organization.can_administer ? (
            <LinkButton to="/o/$organization/invitations" params={{ organization: organization.id }}>
              {t("organizations.directory.invite")}
            </LinkButton>
          ) : null
        }
      />
      {organization.can_read_directory ? null : (
        <p className={classes.note}>{t("organizations.directory.guestNote")}</p>
      )}
      <search className={classes.filters}>
        <TextInput
          ref={field}
          className={classes.search}
          aria-label={t("organizations.directory.search")}
          placeholder={t("organizations.directory.search")}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          rightSection={
            typed ? (
              <CloseButton
                aria-label={t("organizations.directory.clear")}
                onClick={() => {
                  setTyped("");
                  narrow({ q: undefined });
                }}
              />
            ) : null
          }
          value={typed}
          maxLength={100}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
          data-testid="search-people"
        />
        {organization.can_read_directory ? (
          <div className={classes.filter}>
            <Button
              variant="default"
              leftSection={<IconHierarchy size={18} stroke={1.5} />}
              onClick={() => setPicking(true)}
              data-testid="filter-department"
            >
              {path.at(-1) ?? t("organizations.directory.allDepartments")}
            </Button>
            {department ? (
              <CloseButton
                aria-label={t("organizations.directory.allDepartments")}
                onClick={() => narrow({ department: undefined })}
              />
            ) : null}
          </div>
        ) : null}
      </search>
      {people.isPending ? <Rows /> : null}
      {people.isError && !people.data ? <Failed error={people.error} onRetry={() => people.refetch()} /> : null}
      {people.data && items.length === 0 ? (
        <StatePage
          scale="block"
          icon={q ? <IconUserSearch size={28} stroke={1.5} /> : <IconUsers size={28} stroke={1.5} />}
          title={q ? t("organizations.directory.notFound", { q }) : t("organizations.directory.empty")}
        >
          <p>{q ? t("organizations.directory.notFoundText") : t("organizations.directory.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ul
          className={classes.list}
          aria-label={t("organizations.tabs.people")}
          aria-busy={people.isPlaceholderData || undefined}
        >
          {items.map((person) => (
            <PersonRow key={person.id} person={person} onOpen={() => setOpened(person.id)} />
          ))}
        </ul>
      ) : null}
      {people.hasNextPage ? (
        <div className={classes.more} ref={end}>
          <Button variant="default" loading={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
            {t("organizations.directory.more")}
          </Button>
        </div>
      ) : null}
      {picking ? (
        <DepartmentPicker
          organization={organization.id}
          title={t("organizations.directory.byDepartment")}
          none={t("organizations.directory.allDepartments")}
          selected={department ?? null}
          onChoose={(id) => {
            setPicking(false);
            narrow({ department: id ?? undefined });
          }}
          onClose={() => setPicking(false)}
        />
      ) : null}
      <PersonDrawer member={opened} onClose={() => setOpened(null)} />
    </>
  );
}

const rows = ["a", "b", "c", "d", "e", "f"];

function Rows() {
  return (
    <ul className={classes.list} aria-busy>
      {rows.map((row) => (
        <li key={row} className={classes.row}>
          <Skeleton height={36} circle />
          <div>
            <Skeleton height={14} width={160} />
            <Skeleton height={12} width={100} mt={6} />
          </div>
        </li>
      ))}
    </ul>
  );
}
