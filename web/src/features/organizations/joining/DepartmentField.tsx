import { Button, Input } from "@mantine/core";
import { IconHierarchy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DepartmentPicker } from "../departments/DepartmentPicker";
import { pathTo } from "../departments/tree";
import { departmentsQuery } from "../queries";
import classes from "./joining.module.css";

interface Props {
  organization: string;
  value: string | null;
  onChange: (department: string | null) => void;
}

/** Where somebody will belong; shown by its way from the top. */
export function DepartmentField({ organization, value, onChange }: Props) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const departments = useQuery(departmentsQuery(organization));
  const path = pathTo(departments.data?.items ?? [], value).join(" / ");
  return (
    <div>
      <Input.Label component="span" size="md" mb={6}>
        {t("organizations.person.department")}
      </Input.Label>
      <Button
        variant="default"
        fullWidth
        fw={400}
        justify="flex-start"
        className={classes.department}
        leftSection={<IconHierarchy size={18} stroke={1.5} />}
        onClick={() => setChoosing(true)}
        aria-label={`${t("organizations.person.department")}: ${path || t("organizations.person.noDepartment")}`}
        data-testid="choose-department"
      >
        {path || t("organizations.person.noDepartment")}
      </Button>
      {choosing ? (
        <DepartmentPicker
          organization={organization}
          title={t("organizations.person.department")}
          none={t("organizations.person.noDepartment")}
          selected={value}
          onChoose={(id) => {
            onChange(id);
            setChoosing(false);
          }}
          onClose={() => setChoosing(false)}
        />
      ) : null}
    </div>
  );
}
