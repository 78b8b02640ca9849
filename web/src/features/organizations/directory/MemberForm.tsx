import { Button, Input, NativeSelect, TextInput } from "@mantine/core";
import { IconHierarchy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { DepartmentPicker } from "../departments/DepartmentPicker";
import { pathTo } from "../departments/tree";
import { useOrganization } from "../OrganizationLayout";
import classes from "../organizations.module.css";
import { changeMember, departmentsQuery, type Member, type Role, refresh, removeMember } from "../queries";
import { roleName, roles } from "../roles";

/** What an administrator may change of a member, and ending the membership. */
export function MemberForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [role, setRole] = useState<Role>(member.role);
  const [name, setName] = useState(member.given_name ?? "");
  const [department, setDepartment] = useState(member.department?.id ?? null);
  const [dialog, setDialog] = useState<"department" | "remove" | null>(null);
  const save = useMutation({
    mutationFn: () => changeMember(organization.id, member.id, { role, name, department }),
    onSuccess: async () => {
      await refresh(queryClient, organization.id);
      onDone();
    },
  });
  const remove = useMutation({
    mutationFn: () => removeMember(organization.id, member.id),
    onSuccess: async () => {
      onDone();
      await refresh(queryClient, organization.id);
    },
  });
  const known = queryClient.getQueryData(departmentsQuery(organization.id).queryKey)?.items ?? [];
  const place =
    pathTo(known, department).at(-1) ?? (department === member.department?.id ? member.department?.name : "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <NativeSelect
        label={t("organizations.person.role")}
        description={t("organizations.person.roleWhy")}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
        data={roles
          .filter((each) => each !== "owner" || organization.role === "owner")
          .map((each) => ({ value: each, label: roleName(t, each) }))}
        data-testid="role"
      />
      <TextInput
        label={t("organizations.person.name")}
        description={t("organizations.person.nameWhy")}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        data-testid="given-name"
      />
      <Input.Wrapper label={t("organizations.person.department")} labelElement="div">
        <Button
          fullWidth
          justify="flex-start"
          variant="default"
          leftSection={<IconHierarchy size={18} stroke={1.5} />}
          onClick={() => setDialog("department")}
          data-testid="change-department"
        >
          {place || t("organizations.person.noDepartment")}
        </Button>
      </Input.Wrapper>
      <ProblemNote error={save.error} />
      <div className={classes.buttons}>
        <Button variant="subtle" color="heron" onClick={() => setDialog("remove")} data-testid="remove-member">
          {t("organizations.person.remove")}
        </Button>
        <Button type="submit" loading={save.isPending} data-testid="save-member">
          {t("organizations.save")}
        </Button>
      </div>
      {dialog === "department" ? (
        <DepartmentPicker
          organization={organization.id}
          title={t("organizations.person.department")}
          none={t("organizations.person.noDepartment")}
          selected={department}
          onChoose={(id) => {
            setDepartment(id);
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "remove" ? (
        <ConfirmDialog
          title={t("organizations.person.removeTitle", { name: member.name || t("organizations.nameless") })}
          confirm={t("organizations.person.remove")}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setDialog(null)}
        >
          <p className={classes.text}>{t("organizations.person.removeText", { organization: organization.name })}</p>
        </ConfirmDialog>
      ) : null}
    </form>
  );
}
