import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useOrganization } from "../OrganizationLayout";
import { roleName } from "../roles";

interface Props<R extends "admin" | "member" | "guest"> {
  roles: readonly R[];
  value: R;
  onChange: (role: R) => void;
}

/** The roles that the viewer may give here. */
export function RoleSelect<R extends "admin" | "member" | "guest">({ roles, value, onChange }: Props<R>) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const possible = roles.filter((role) =>
    role === "guest" ? organization.can_invite_guests : organization.can_administer,
  );
  return (
    <NativeSelect
      label={t("organizations.person.role")}
      description={t("organizations.person.roleWhy")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as R)}
      data={possible.map((role) => ({ value: role, label: roleName(t, role) }))}
      data-testid="role"
    />
  );
}
