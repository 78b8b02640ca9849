import { IconBuilding, IconHierarchy2, IconPhone, IconShield, IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { Avatar } from "@/ui";
import type { Reason } from "./queries";
import classes from "./sharing.module.css";

const ICONS = {
  group: IconUsersGroup,
  department: IconHierarchy2,
  organization: IconBuilding,
  phone: IconPhone,
  administrators: IconShield,
};

interface Props {
  kind: Reason["subject"]["kind"];
  id?: string | null;
  name: string;
  picture: string | null;
  children?: ReactNode;
}

export function SubjectName({ kind, id, name, picture, children }: Props) {
  const { t } = useTranslation();
  const me = usePerson()?.id;
  const you = kind === "person" && id !== undefined && id === me;
  const Icon = kind === "person" ? null : ICONS[kind];
  return (
    <>
      {Icon ? (
        <span className={classes.kind} aria-hidden>
          <Icon size={20} stroke={1.5} />
        </span>
      ) : (
        <Avatar name={name} picture={picture} size={36} />
      )}
      <span className={classes.who}>
        <span className={classes.name}>
          {kind === "administrators"
            ? t("sharing.administrators", { name })
            : you
              ? name
                ? t("sharing.you", { name })
                : t("sharing.youNameless")
              : name || t("sharing.nameless")}
        </span>
        {children ? <small>{children}</small> : null}
      </span>
    </>
  );
}
