import { Button, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../ConfirmDialog";
import { MemberPicker } from "../MemberPicker";
import { useOrganization } from "../OrganizationLayout";
import shared from "../organizations.module.css";
import { deleteOrganization, forget, handOver, leaveOrganization, type Person, refresh } from "../queries";
import classes from "./rules.module.css";

/** Leaving, handing over, deleting: what cannot be undone. */
export function DangerSection() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<"leave" | "heir" | "delete" | null>(null);
  const [heir, setHeir] = useState<Person | null>(null);
  const [typed, setTyped] = useState("");
  const gone = async () => {
    await navigate({ to: "/organizations" });
    await forget(queryClient, organization.id);
  };
  const leave = useMutation({ mutationFn: () => leaveOrganization(organization.id), onSuccess: gone });
  const remove = useMutation({ mutationFn: () => deleteOrganization(organization.id, typed), onSuccess: gone });
  const give = useMutation({
    mutationFn: (person: Person) => handOver(organization.id, person.id),
    onSuccess: async () => {
      setHeir(null);
      await refresh(queryClient, organization.id);
    },
  });
  const isOwner = organization.role === "owner";
  const close = () => {
    setDialog(null);
    setHeir(null);
    for (const each of [leave, remove, give]) each.reset();
  };
  return (
    <section className={classes.section}>
      <Title order={2}>{t("organizations.danger.title")}</Title>
      <div className={classes.danger}>
        <p>{t("organizations.danger.leaveText")}</p>
        <Button variant="default" onClick={() => setDialog("leave")} data-testid="leave-organization">
          {t("organizations.danger.leave")}
        </Button>
      </div>
      {isOwner ? (
        <>
          <div className={classes.danger}>
            <p>{t("organizations.danger.handOverText")}</p>
            <Button variant="default" onClick={() => setDialog("heir")} data-testid="hand-over">
              {t("organizations.danger.handOver")}
            </Button>
          </div>
          <div className={classes.danger}>
            <p>{t("organizations.danger.deleteText")}</p>
            <Button variant="light" color="heron" onClick={() => setDialog("delete")} data-testid="delete-organization">
              {t("organizations.danger.delete")}
            </Button>
          </div>
        </>
      ) : null}
      {dialog === "leave" ? (
        <ConfirmDialog
          title={t("organizations.danger.leaveTitle", { name: organization.name })}
          confirm={t("organizations.danger.leave")}
          pending={leave.isPending}
          error={leave.error}
          onConfirm={() => leave.mutate()}
          onClose={close}
        >
          <p className={shared.text}>{t("organizations.danger.leaveText")}</p>
        </ConfirmDialog>
      ) : null}
      {dialog === "heir" ? (
        <MemberPicker
          title={t("organizations.danger.heir")}
          without={new Set([organization.membership])}
          error={null}
          onChoose={(person) => {
            setDialog(null);
            setHeir(person);
          }}
          onClose={close}
        />
      ) : null}
      {heir ? (
        <ConfirmDialog
          title={t("organizations.danger.heirTitle", { name: heir.name || t("organizations.nameless") })}
          confirm={t("organizations.danger.handOver")}
          destructive={false}
          pending={give.isPending}
          error={give.error}
          onConfirm={() => give.mutate(heir)}
          onClose={close}
        >
          <p className={shared.text}>{t("organizations.danger.handOverText")}</p>
        </ConfirmDialog>
      ) : null}
      {dialog === "delete" ? (
        <ConfirmDialog
          title={t("organizations.danger.deleteTitle", { name: organization.name })}
          confirm={t("organizations.danger.delete")}
          ready={typed.trim() === organization.name}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={close}
        >
          <p className={shared.text}>{t("organizations.danger.deleteText")}</p>
          <TextInput
            label={t("organizations.danger.typeName", { name: organization.name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
            data-testid="type-name"
          />
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
