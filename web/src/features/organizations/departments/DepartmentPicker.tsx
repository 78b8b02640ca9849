import { Button, Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote, useReturnedFocus } from "@/ui";
import classes from "../organizations.module.css";
import { departmentsQuery } from "../queries";
import { DepartmentTree } from "./DepartmentTree";
import { subtreeOf } from "./tree";

interface Props {
  organization: string;
  title: string;
  /** What choosing none is called: all departments, no department, the top. */
  none: string;
  selected: string | null;
  /** Its whole subtree is no answer. */
  barred?: string;
  error?: unknown;
  onChoose: (id: string | null) => void;
  onClose: () => void;
}

/** Choose a department out of the tree, or none. */
export function DepartmentPicker({ organization, title, none, selected, barred, error, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const [search, setSearch] = useState("");
  const departments = useQuery(departmentsQuery(organization));
  const items = departments.data?.items ?? [];
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <div className={classes.form}>
        <TextInput
          aria-label={t("organizations.departments.search")}
          placeholder={t("organizations.departments.search")}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        <ProblemNote error={departments.error ?? error} />
        <Button
          variant={selected === null ? "light" : "default"}
          onClick={() => onChoose(null)}
          data-testid="pick-none"
        >
          {none}
        </Button>
        {items.length > 0 ? (
          <DepartmentTree
            items={items}
            label={title}
            selected={selected}
            search={search}
            barred={barred ? subtreeOf(items, barred) : undefined}
            onSelect={onChoose}
          />
        ) : null}
      </div>
    </Modal>
  );
}
