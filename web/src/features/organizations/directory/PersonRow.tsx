import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui";
import { type Person, pictureOf } from "../queries";
import { roleName } from "../roles";
import classes from "./directory.module.css";

export function PersonRow({ person, onOpen }: { person: Person; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.row} onClick={onOpen} data-testid="person">
        <Avatar name={person.name} picture={pictureOf(person)} size={36} />
        <span className={classes.who}>
          <PersonName person={person} />
          {person.department ? <bdi className={classes.soft}>{person.department.name}</bdi> : null}
        </span>
        {person.active ? null : <span className={classes.badge}>{t("organizations.directory.suspended")}</span>}
        {person.role === "member" ? null : <span className={classes.badge}>{roleName(t, person.role)}</span>}
      </UnstyledButton>
    </li>
  );
}

export function PersonName({ person }: { person: Pick<Person, "name" | "is_me"> }) {
  const { t } = useTranslation();
  return (
    <span className={classes.name}>
      {person.name ? <bdi>{person.name}</bdi> : <span className={classes.soft}>{t("organizations.nameless")}</span>}
      {person.is_me ? <span className={classes.soft}> {t("organizations.you")}</span> : null}
    </span>
  );
}
