import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Note, ProblemNote, sentences, useReturnedFocus } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import classes from "../organizations.module.css";
import { DepartmentField } from "./DepartmentField";
import { expectedQuery, expectPerson } from "./queries";
import { RoleSelect } from "./RoleSelect";
import { SourceField } from "./SourceField";

export function PhoneDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [phone, setPhone] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<"admin" | "member" | "guest">("member");
  const [department, setDepartment] = useState<string | null>(null);
  const [source, setSource] = useState("");
  const invite = useMutation({
    mutationFn: () => expectPerson(organization.id, { phone, name, role, department, source_detail: source }),
    onSuccess: async (entered) => {
      await queryClient.invalidateQueries({ queryKey: expectedQuery(organization.id).queryKey });
      if (entered.message_sent) onClose();
    },
  });
  const missing = !phone.trim() || !source.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing) invite.mutate();
  };
  const fieldOf = (error: unknown) => (isProblem(error) ? error.facts.field : undefined);
  const at = (field: string) =>
    isProblem(invite.error) && fieldOf(invite.error) === field
      ? sentences(invite.error.title, invite.error.detail)
      : null;
  const elsewhere = !["phone", "name", "source_detail"].includes(String(fieldOf(invite.error)));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("joining.phone.invite")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {invite.data ? (
        <div className={classes.form}>
          <Note tone="warn" title={t("joining.phone.notSent")}>
            <p>{t("joining.phone.notSentText")}</p>
          </Note>
          <div className={classes.buttons}>
            <Button onClick={onClose}>{t("common.close")}</Button>
          </div>
        </div>
      ) : (
        <form className={classes.form} onSubmit={submit} noValidate>
          <p className={classes.why}>{t("joining.phone.why")}</p>
          <TextInput
            label={t("joining.phone.phone")}
            placeholder={t("signIn.phonePlaceholder")}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={phone}
            maxLength={40}
            error={at("phone")}
            onChange={(event) => setPhone(event.currentTarget.value)}
            data-autofocus
            data-testid="phone"
          />
          <TextInput
            label={t("joining.phone.name")}
            autoComplete="off"
            value={name}
            maxLength={60}
            error={at("name")}
            onChange={(event) => setName(event.currentTarget.value)}
            data-testid="name"
          />
          <RoleSelect roles={["member", "admin", "guest"]} value={role} onChange={setRole} />
          <DepartmentField organization={organization.id} value={department} onChange={setDepartment} />
          <SourceField value={source} onChange={setSource} error={at("source_detail")} />
          {elsewhere ? <ProblemNote error={invite.error} /> : null}
          {missing ? <p className={classes.why}>{t("joining.phone.missing")}</p> : null}
          <div className={classes.buttons}>
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={invite.isPending} disabled={missing} data-testid="invite-phone">
              {t("joining.phone.send")}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
