import { Button, CloseButton, Drawer } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar, ProblemNote } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { PersonName } from "../directory/PersonRow";
import { MemberPicker } from "../MemberPicker";
import { NameDialog } from "../NameDialog";
import { useOrganization } from "../OrganizationLayout";
import shared from "../organizations.module.css";
import {
  addToGroup,
  deleteGroup,
  type Group,
  peopleQuery,
  pictureOf,
  refresh,
  renameGroup,
  takeFromGroup,
} from "../queries";
import classes from "./groups.module.css";

export function GroupDrawer({ group, onClose }: { group: Group | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={group !== null}
      onClose={onClose}
      position="right"
      title={group?.name}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {group ? <GroupDetails key={group.id} group={group} onGone={onClose} /> : null}
    </Drawer>
  );
}

/** Who is in a group; for administrators also putting in, taking out, renaming and deleting. */
function GroupDetails({ group, onGone }: { group: Group; onGone: () => void }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<"add" | "rename" | "delete" | null>(null);
  const people = useInfiniteQuery(peopleQuery(organization.id, { group: group.id }));
  const change = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: async () => {
      setDialog(null);
      await refresh(queryClient, organization.id);
    },
  });
  const open = (which: typeof dialog) => () => {
    change.reset();
    setDialog(which);
  };
  const items = people.data?.pages.flatMap((page) => page.items) ?? [];
  const administers = organization.can_administer;
  return (
    <>
      {administers ? (
        <Button leftSection={<IconUserPlus size={18} stroke={1.5} />} onClick={open("add")} data-testid="add-to-group">
          {t("organizations.groups.addMember")}
        </Button>
      ) : null}
      {dialog === null ? <ProblemNote error={change.error ?? people.error} /> : null}
      <ul className={classes.members} aria-label={group.name}>
        {items.map((person) => (
          <li key={person.id} className={classes.member}>
            <Avatar name={person.name} picture={pictureOf(person)} size={32} />
            <PersonName person={person} />
            {administers ? (
              <CloseButton
                aria-label={t("organizations.groups.take", { name: person.name || t("organizations.nameless") })}
                onClick={() => change.mutate(() => takeFromGroup(organization.id, group.id, person.id))}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {people.data && items.length === 0 ? <p className={shared.why}>{t("organizations.groups.nobody")}</p> : null}
      {people.hasNextPage ? (
        <Button variant="default" loading={people.isFetchingNextPage} onClick={() => people.fetchNextPage()}>
          {t("organizations.directory.more")}
        </Button>
      ) : null}
      {administers ? (
        <div className={shared.buttons}>
          <Button variant="subtle" color="heron" onClick={open("delete")} data-testid="delete-group">
            {t("organizations.delete")}
          </Button>
          <Button variant="default" onClick={open("rename")} data-testid="rename-group">
            {t("organizations.rename")}
          </Button>
        </div>
      ) : null}
      {dialog === "add" ? (
        <MemberPicker
          title={t("organizations.groups.addMember")}
          without={new Set(items.map((each) => each.id))}
          error={change.error}
          onChoose={(person) => change.mutate(() => addToGroup(organization.id, group.id, person.id))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "rename" ? (
        <NameDialog
          title={t("organizations.rename")}
          label={t("organizations.groups.name")}
          initial={group.name}
          submit={t("organizations.rename")}
          pending={change.isPending}
          error={change.error}
          onSubmit={(name) => change.mutate(() => renameGroup(organization.id, group.id, name))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "delete" ? (
        <ConfirmDialog
          title={t("organizations.groups.deleteTitle", { name: group.name })}
          confirm={t("organizations.delete")}
          pending={change.isPending}
          error={change.error}
          onConfirm={() =>
            change.mutate(async () => {
              await deleteGroup(organization.id, group.id);
              onGone();
            })
          }
          onClose={() => setDialog(null)}
        >
          <p className={shared.text}>{t("organizations.groups.deleteText")}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
