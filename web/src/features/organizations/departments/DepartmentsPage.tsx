import { Button, Drawer, Skeleton, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconHierarchy, IconPlus, IconSearch } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, PageHead, StatePage, useShortcuts } from "@/ui";
import { NameDialog } from "../NameDialog";
import { useOrganization } from "../OrganizationLayout";
import { createDepartment, departmentsQuery, refresh } from "../queries";
import { useShown } from "../useShown";
import { DepartmentPanel } from "./DepartmentPanel";
import { DepartmentTree } from "./DepartmentTree";
import classes from "./departments.module.css";

export function DepartmentsPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const narrow = useMediaQuery("(max-width: 56em)", false, { getInitialValueInEffect: false });
  const departments = useQuery({ ...departmentsQuery(organization.id), staleTime: 0 });
  const [selected, setSelected] = useShown("department");
  const [search, setSearch] = useState("");
  const [creating, setCreating] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ keys: ["/"], label: t("keys.search"), run: () => field.current?.focus() }]);
  const create = useMutation({
    mutationFn: (name: string) => createDepartment(organization.id, name, null),
    onSuccess: async (made) => {
      await refresh(queryClient, organization.id);
      setCreating(false);
      setSelected(made.id);
    },
  });
  const items = departments.data?.items ?? [];
  const shown = items.find((each) => each.id === selected);
  const panel = shown ? (
    <DepartmentPanel key={shown.id} department={shown} items={items} onGone={() => setSelected(null)} />
  ) : null;
  const add = organization.can_administer ? (
    <Button
      leftSection={<IconPlus size={20} stroke={1.5} />}
      onClick={() => {
        create.reset();
        setCreating(true);
      }}
      data-testid="add-department"
    >
      {t("organizations.departments.add")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("organizations.tabs.departments")} actions={add} />
      {departments.isPending ? <Skeleton height={280} aria-busy /> : null}
      {departments.isError && !departments.data ? (
        <Failed error={departments.error} onRetry={() => departments.refetch()} />
      ) : null}
      {departments.data && items.length === 0 ? (
        <StatePage
          scale="block"
          icon={<IconHierarchy size={28} stroke={1.5} />}
          title={t("organizations.departments.empty")}
        >
          <p>{t("organizations.departments.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <div className={classes.panes}>
          <div>
            <TextInput
              ref={field}
              mb={12}
              aria-label={t("organizations.departments.search")}
              placeholder={t("organizations.departments.search")}
              leftSection={<IconSearch size={18} stroke={1.5} />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <DepartmentTree
              items={items}
              label={t("organizations.tabs.departments")}
              selected={selected}
              search={search}
              onSelect={setSelected}
            />
          </div>
          {narrow ? null : (
            <aside className={classes.panel} aria-live="polite">
              {panel ?? <p className={classes.hint}>{t("organizations.departments.choose")}</p>}
            </aside>
          )}
        </div>
      ) : null}
      {narrow ? (
        <Drawer
          opened={shown !== undefined}
          onClose={() => setSelected(null)}
          position="bottom"
          size="auto"
          title={t("organizations.person.department")}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          {panel}
        </Drawer>
      ) : null}
      {creating ? (
        <NameDialog
          title={t("organizations.departments.add")}
          label={t("organizations.departments.name")}
          submit={t("organizations.departments.add")}
          pending={create.isPending}
          error={create.error}
          onSubmit={(name) => create.mutate(name)}
          onClose={() => setCreating(false)}
        />
      ) : null}
    </>
  );
}
