import { Button, CloseButton, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton, ProblemNote } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { MemberPicker } from "../MemberPicker";
import { NameDialog } from "../NameDialog";
import { useOrganization } from "../OrganizationLayout";
import shared from "../organizations.module.css";
import {
  appointHead,
  changeDepartment,
  createDepartment,
  type Department,
  deleteDepartment,
  dismissHead,
  refresh,
} from "../queries";
import { DepartmentPicker } from "./DepartmentPicker";
import classes from "./departments.module.css";
import { pathTo } from "./tree";

type Dialog = "add" | "rename" | "move" | "delete" | "head" | null;

/** One department: where it is, who heads it, and for administrators all that can be done with it. */
export function DepartmentPanel(props: { department: Department; items: readonly Department[]; onGone: () => void }) {
  const { department, items, onGone } = props;
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<Dialog>(null);
  const change = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: async () => {
      setDialog(null);
      await refresh(queryClient, organization.id);
    },
  });
  const open = (which: Dialog) => () => {
    change.reset();
    setDialog(which);
  };
  const path = pathTo(items, department.parent);
  const administers = organization.can_administer;
  return (
    <section data-testid="department-panel">
      {path.length > 0 ? <p className={classes.path}>{path.join(" › ")}</p> : null}
      <Title order={2} className={classes.title}>
        {department.name}
      </Title>
      <p className={classes.hint}>{t("organizations.people", { count: department.members })}</p>
      <div className={classes.section}>
        <Title order={3}>{t("organizations.departments.heads")}</Title>
        <ul className={classes.heads}>
          {department.heads.map((head) => (
            <li key={head.id}>
              <bdi>{head.name || t("organizations.nameless")}</bdi>
              {administers ? (
                <CloseButton
                  aria-label={t("organizations.departments.dismiss", { name: head.name })}
                  onClick={() => change.mutate(() => dismissHead(organization.id, department.id, head.id))}
                />
              ) : null}
            </li>
          ))}
        </ul>
        {department.heads.length === 0 ? <p className={classes.hint}>{t("organizations.departments.noHead")}</p> : null}
      </div>
      {dialog === null ? <ProblemNote error={change.error} /> : null}
      <div className={classes.actions}>
        <LinkButton
          to="/o/$organization/people"
          params={{ organization: organization.id }}
          search={{ department: department.id }}
          variant="default"
        >
          {t("organizations.departments.people")}
        </LinkButton>
        {administers ? (
          <>
            <Button variant="default" onClick={open("add")} data-testid="add-below">
              {t("organizations.departments.addBelow")}
            </Button>
            <Button variant="default" onClick={open("head")} data-testid="appoint-head">
              {t("organizations.departments.appoint")}
            </Button>
            <Button variant="default" onClick={open("rename")} data-testid="rename-department">
              {t("organizations.rename")}
            </Button>
            <Button variant="default" onClick={open("move")} data-testid="move-department">
              {t("organizations.departments.move")}
            </Button>
            <Button variant="subtle" color="heron" onClick={open("delete")} data-testid="delete-department">
              {t("organizations.delete")}
            </Button>
          </>
        ) : null}
      </div>
      {dialog === "add" ? (
        <NameDialog
          title={t("organizations.departments.addBelowTitle", { name: department.name })}
          label={t("organizations.departments.name")}
          submit={t("organizations.departments.add")}
          pending={change.isPending}
          error={change.error}
          onSubmit={(name) => change.mutate(() => createDepartment(organization.id, name, department.id))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "rename" ? (
        <NameDialog
          title={t("organizations.rename")}
          label={t("organizations.departments.name")}
          initial={department.name}
          submit={t("organizations.rename")}
          pending={change.isPending}
          error={change.error}
          onSubmit={(name) => change.mutate(() => changeDepartment(organization.id, department.id, { name }))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "move" ? (
        <DepartmentPicker
          organization={organization.id}
          title={t("organizations.departments.moveTitle", { name: department.name })}
          none={t("organizations.departments.top")}
          selected={department.parent}
          barred={department.id}
          error={change.error}
          onChoose={(parent) => change.mutate(() => changeDepartment(organization.id, department.id, { parent }))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "head" ? (
        <MemberPicker
          title={t("organizations.departments.appointTitle", { name: department.name })}
          error={change.error}
          onChoose={(member) => change.mutate(() => appointHead(organization.id, department.id, member.id))}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "delete" ? (
        <ConfirmDialog
          title={t("organizations.departments.deleteTitle", { name: department.name })}
          confirm={t("organizations.delete")}
          pending={change.isPending}
          error={change.error}
          onConfirm={() =>
            change.mutate(async () => {
              await deleteDepartment(organization.id, department.id);
              onGone();
            })
          }
          onClose={() => setDialog(null)}
        >
          <p className={shared.text}>
            {path.length > 0
              ? t("organizations.departments.deleteText", { parent: path.at(-1) })
              : t("organizations.departments.deleteTextTop")}
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
