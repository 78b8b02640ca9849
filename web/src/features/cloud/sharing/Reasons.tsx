import { CloseButton, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Reason, Role } from "./queries";
import { SubjectName } from "./SubjectName";
import classes from "./sharing.module.css";
import { useRoles } from "./useRoles";

interface Props {
  items: Reason[];
  /** Left out where they are only read. */
  onRole?: (reason: Reason, role: Role) => void;
  onWithdraw?: (reason: Reason) => void;
}

/** Who has access, and by what. What comes from above is changed there. */
export function Reasons({ items, onRole, onWithdraw }: Props) {
  const { t } = useTranslation();
  const roles = useRoles();
  const why = (reason: Reason) => {
    if (!reason.served) return t("sharing.why.notServed");
    if (reason.why === "space") return t("sharing.why.space");
    if (reason.why === "here") return t(reason.outside ? "sharing.why.outside" : "sharing.why.here");
    return reason.folder ? t("sharing.why.inherited", { folder: reason.folder.name }) : t("sharing.why.above");
  };
  return (
    <ul className={classes.list} aria-label={t("sharing.access")}>
      {items.map((reason) => {
        const { subject, share, role } = reason;
        const changes = share !== null && reason.why === "here";
        return (
          <li key={share ?? `${subject.kind}/${subject.id}`} className={classes.reason} data-testid="share-row">
            <SubjectName kind={subject.kind} id={subject.id} name={subject.name} picture={subject.picture}>
              {why(reason)}
            </SubjectName>
            {changes && onRole ? (
              <NativeSelect
                size="sm"
                aria-label={t("sharing.role.of", { name: subject.name })}
                value={role}
                data={roles}
                onChange={(event) => onRole(reason, event.currentTarget.value as Role)}
              />
            ) : (
              <span className={classes.role}>{roles.find((each) => each.value === role)?.label}</span>
            )}
            {changes && onWithdraw ? (
              <CloseButton
                aria-label={t("sharing.withdraw", { name: subject.name })}
                onClick={() => onWithdraw(reason)}
                data-testid="share-remove"
              />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
