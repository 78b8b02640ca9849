import { useTranslation } from "react-i18next";

export function useRoles() {
  const { t } = useTranslation();
  return [
    { value: "view", label: t("sharing.role.view") },
    { value: "edit", label: t("sharing.role.edit") },
    { value: "manage", label: t("sharing.role.manage") },
  ];
}
