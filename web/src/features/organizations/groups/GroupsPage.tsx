import { Button, Skeleton, UnstyledButton } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, PageHead, StatePage } from "@/ui";
import { NameDialog } from "../NameDialog";
import { useOrganization } from "../OrganizationLayout";
import { createGroup, groupsQuery, refresh } from "../queries";
import { useShown } from "../useShown";
import { GroupDrawer } from "./GroupDrawer";
import classes from "./groups.module.css";

export function GroupsPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const groups = useQuery({ ...groupsQuery(organization.id), staleTime: 0 });
  const [opened, setOpened] = useShown("group");
  const [creating, setCreating] = useState(false);
  const create = useMutation({
    mutationFn: (name: string) => createGroup(organization.id, name),
    onSuccess: async (made) => {
      await refresh(queryClient, organization.id);
      setCreating(false);
      setOpened(made.id);
    },
  });
  const items = groups.data?.items ?? [];
  const add = organization.can_administer ? (
    <Button
      leftSection={<IconPlus size={20} stroke={1.5} />}
      onClick={() => {
        create.reset();
        setCreating(true);
      }}
      data-testid="add-group"
    >
      {t("organizations.groups.add")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("organizations.tabs.groups")} actions={add} />
      {groups.isPending ? <Skeleton height={180} aria-busy /> : null}
      {groups.isError && !groups.data ? <Failed error={groups.error} onRetry={() => groups.refetch()} /> : null}
      {groups.data && items.length === 0 ? (
        <StatePage
          scale="block"
          icon={<IconUsersGroup size={28} stroke={1.5} />}
          title={t("organizations.groups.empty")}
        >
          <p>{t("organizations.groups.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ul className={classes.list} aria-label={t("organizations.tabs.groups")}>
          {items.map((group) => (
            <li key={group.id}>
              <UnstyledButton className={classes.row} onClick={() => setOpened(group.id)} data-testid="group">
                <IconUsersGroup size={22} stroke={1.5} aria-hidden />
                <bdi>{group.name}</bdi>
                <span>{t("organizations.people", { count: group.members })}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      ) : null}
      <GroupDrawer group={items.find((each) => each.id === opened) ?? null} onClose={() => setOpened(null)} />
      {creating ? (
        <NameDialog
          title={t("organizations.groups.add")}
          label={t("organizations.groups.name")}
          submit={t("organizations.groups.add")}
          pending={create.isPending}
          error={create.error}
          onSubmit={(name) => create.mutate(name)}
          onClose={() => setCreating(false)}
        />
      ) : null}
    </>
  );
}
