import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DepartmentPicker } from "../departments/DepartmentPicker";
import { useOrganization } from "../OrganizationLayout";
import { departmentsQuery } from "../queries";
import classes from "./provisioning.module.css";

export interface Line {
  value: string;
  department: string | null;
}

interface Props {
  claim: string;
  onClaim: (claim: string) => void;
  lines: Line[];
  onLines: (lines: Line[]) => void;
}

/** Which department a new member goes to, by what the provider says of their groups; the first line that fits wins. */
export function GroupMapping({ claim, onClaim, lines, onLines }: Props) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const departments = useQuery(departmentsQuery(organization.id));
  const [choosing, setChoosing] = useState<number | null>(null);
  const nameOf = (id: string | null) => departments.data?.items.find((department) => department.id === id)?.name;
  const change = (index: number, changed: Partial<Line>) =>
    onLines(lines.map((line, at) => (at === index ? { ...line, ...changed } : line)));

  return (
    <fieldset className={classes.mapping}>
      <legend>{t("provisioning.groups.title")}</legend>
      <p className={classes.lead}>{t("provisioning.groups.lead")}</p>
      {lines.length > 0 ? (
        <>
          <TextInput
            label={t("provisioning.groups.claim")}
            spellCheck={false}
            maxLength={60}
            value={claim}
            onChange={(event) => onClaim(event.currentTarget.value)}
            data-testid="group-claim"
          />
          <ul className={classes.lines}>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the order
              <li key={index} className={classes.line}>
                <TextInput
                  aria-label={t("provisioning.groups.value")}
                  placeholder={t("provisioning.groups.value")}
                  maxLength={200}
                  value={line.value}
                  onChange={(event) => change(index, { value: event.currentTarget.value })}
                  data-testid="group-value"
                />
                <Button
                  variant="default"
                  onClick={() => setChoosing(index)}
                  aria-label={t("provisioning.groups.department", { name: nameOf(line.department) ?? "" })}
                  data-testid="group-department"
                >
                  {nameOf(line.department) ?? t("provisioning.groups.choose")}
                </Button>
                <ActionIcon
                  variant="subtle"
                  size={40}
                  aria-label={t("provisioning.groups.remove", { value: line.value })}
                  onClick={() => onLines(lines.filter((_, at) => at !== index))}
                >
                  <IconX size={18} stroke={1.5} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={18} stroke={1.5} />}
        className={classes.addLine}
        onClick={() => onLines([...lines, { value: "", department: null }])}
        data-testid="add-group"
      >
        {t("provisioning.groups.add")}
      </Button>
      {choosing !== null ? (
        <DepartmentPicker
          organization={organization.id}
          title={t("provisioning.groups.choose")}
          none={t("provisioning.groups.none")}
          selected={lines[choosing]?.department ?? null}
          onChoose={(department) => {
            change(choosing, { department });
            setChoosing(null);
          }}
          onClose={() => setChoosing(null)}
        />
      ) : null}
    </fieldset>
  );
}
