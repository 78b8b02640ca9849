import { Button, Modal, NativeSelect, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { groupsQuery } from "@/features/organizations/queries";
import { ProblemNote, useReturnedFocus } from "@/ui";
import dialogClasses from "../dialogs/dialogs.module.css";
import classes from "../places.module.css";
import { makeGroupSpace, refreshDrive } from "../queries";
import type { Space } from "../types";

interface Props {
  organization: string;
  spaces: Space[];
}

/** Administrators give a group a space of its own. */
export function NewGroupSpace({ organization, spaces }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!spaces.some((each) => each.kind === "organization" && each.role === "manage")) return null;
  return (
    <>
      <UnstyledButton className={classes.place} onClick={() => setOpen(true)} data-testid="new-group-space">
        <IconPlus size={20} stroke={1.5} aria-hidden />
        {t("cloud.space.new")}
      </UnstyledButton>
      {open ? <GroupDialog organization={organization} spaces={spaces} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function GroupDialog({ organization, spaces, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const client = useQueryClient();
  const navigate = useNavigate();
  const groups = useQuery(groupsQuery(organization));
  const taken = new Set(spaces.filter((each) => each.kind === "group").map((each) => each.name));
  const free = (groups.data?.items ?? []).filter((each) => !taken.has(each.name));
  const [chosen, setChosen] = useState<string | null>(null);
  const group = chosen ?? free[0]?.id;
  const make = useMutation({
    mutationFn: (id: string) => makeGroupSpace(organization, id),
    onSuccess: async (space) => {
      await refreshDrive(client);
      onClose();
      await navigate({ to: "/cloud/folders/$folder", params: { folder: space.root }, search: { org: organization } });
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (group) make.mutate(group);
  };
  return (
    <Modal opened onClose={onClose} title={t("cloud.space.new")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form className={dialogClasses.form} onSubmit={send}>
        <p className={dialogClasses.text}>
          {groups.data && free.length === 0 ? t("cloud.space.none") : t("cloud.space.text")}
        </p>
        {free.length > 0 ? (
          <NativeSelect
            label={t("cloud.space.group")}
            value={group}
            data={free.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data-testid="space-group"
          />
        ) : null}
        <ProblemNote error={make.error ?? groups.error} />
        <div className={dialogClasses.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={!group} data-testid="make-group-space">
            {t("cloud.space.make")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
