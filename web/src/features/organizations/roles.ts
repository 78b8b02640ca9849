import type { TFunction } from "i18next";
import type { Role } from "./queries";

export const roleName = (t: TFunction, role: Role): string =>
  ({
    owner: t("organizations.role.owner"),
    admin: t("organizations.role.admin"),
    member: t("organizations.role.member"),
    guest: t("organizations.role.guest"),
  })[role];

/** The roles in order of power. */
export const roles: readonly Role[] = ["owner", "admin", "member", "guest"];
