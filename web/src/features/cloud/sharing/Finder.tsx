import { NativeSelect, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import type { Role } from "./queries";
import { SubjectName } from "./SubjectName";
import classes from "./sharing.module.css";
import { useRoles } from "./useRoles";
import { type Subject, useSubjects } from "./useSubjects";

interface Props {
  without: ReadonlySet<string>;
  onChoose: (subject: Subject, role: Role) => void;
}

/** Find whom to let in, by name; what they may do is chosen before. */
export function Finder({ without, onChoose }: Props) {
  const { t } = useTranslation();
  const roles = useRoles();
  const [typed, setTyped] = useState("");
  const [role, setRole] = useState<Role>("view");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { found, pending, error } = useSubjects(q);
  const offered = found.filter((each) => !without.has(each.id));
  const hint = (each: Subject) => {
    if (each.kind === "phone") return t("sharing.byPhone");
    return each.kind === "organization" ? t("sharing.everybody") : each.organization;
  };
  return (
    <div className={classes.finder}>
      <div className={classes.row}>
        <TextInput
          className={classes.search}
          aria-label={t("sharing.find")}
          placeholder={t("sharing.find")}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          data-testid="share-search"
        />
        <NativeSelect
          aria-label={t("sharing.role.label")}
          value={role}
          data={roles}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
          data-testid="share-role"
        />
      </div>
      <ProblemNote error={error} />
      {q && !pending && offered.length === 0 ? <p className={classes.why}>{t("sharing.nobody", { q })}</p> : null}
      {offered.length > 0 ? (
        <ul className={classes.offers} aria-label={t("sharing.find")}>
          {offered.map((each) => (
            <li key={`${each.kind}/${each.id}`}>
              <UnstyledButton
                className={classes.offer}
                onClick={() => {
                  onChoose(each, role);
                  setTyped("");
                }}
                data-testid="share-offer"
              >
                <SubjectName {...each}>{hint(each)}</SubjectName>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
