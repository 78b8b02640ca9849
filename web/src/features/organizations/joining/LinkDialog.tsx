import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyLink, Note, ProblemNote, useReturnedFocus } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import classes from "../organizations.module.css";
import { DepartmentField } from "./DepartmentField";
import own from "./joining.module.css";
import { invitationsQuery, makeInvitation } from "./queries";
import { RoleSelect } from "./RoleSelect";

const MAXIMUM_USES = 1000;

export function LinkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [role, setRole] = useState<"member" | "guest">(organization.can_administer ? "member" : "guest");
  const [department, setDepartment] = useState<string | null>(null);
  const [hours, setHours] = useState("168");
  const [uses, setUses] = useState("1");
  const make = useMutation({
    mutationFn: () =>
      makeInvitation(organization.id, { role, department, hours: Number(hours), maximum_uses: Number(uses) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitationsQuery(organization.id).queryKey }),
  });
  const ready = Number(uses) >= 1 && Number(uses) <= MAXIMUM_USES;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) make.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("joining.links.make")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {make.data ? (
        <div className={classes.form}>
          <Note title={t("joining.links.made")}>
            <p>{t("joining.links.madeText")}</p>
          </Note>
          <p className={own.address} data-testid="new-link">
            {make.data.link}
          </p>
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose}>
              {t("common.close")}
            </Button>
            <CopyLink link={make.data.link} />
          </div>
        </div>
      ) : (
        <form className={classes.form} onSubmit={submit} noValidate>
          <RoleSelect roles={["member", "guest"]} value={role} onChange={setRole} />
          {organization.can_read_directory ? (
            <DepartmentField organization={organization.id} value={department} onChange={setDepartment} />
          ) : null}
          <div className={classes.pair}>
            <NativeSelect
              label={t("joining.links.lasts")}
              value={hours}
              onChange={(event) => setHours(event.currentTarget.value)}
              data={[
                { value: "1", label: t("joining.links.hour") },
                ...[1, 7, 30, 90].map((days) => ({
                  value: String(days * 24),
                  label: t("joining.links.days", { count: days }),
                })),
              ]}
              data-testid="lasts"
            />
            <TextInput
              label={t("joining.links.uses")}
              inputMode="numeric"
              value={uses}
              maxLength={4}
              error={ready || !uses ? null : t("joining.links.usesWhy", { maximum: MAXIMUM_USES })}
              onChange={(event) => setUses(event.currentTarget.value.replace(/\D/g, ""))}
              data-testid="uses"
            />
          </div>
          <ProblemNote error={make.error} />
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={make.isPending} disabled={!ready} data-testid="make-link">
              {t("joining.links.make")}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
