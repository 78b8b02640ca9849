import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Note, ProblemNote, sentences, useReturnedFocus } from "@/ui";
import { currentLanguage } from "@/ui/i18n";
import { ContactFields, contactComplete, shownAtField } from "./ContactFields";
import classes from "./organizations.module.css";
import { type Contact, createOrganization, forget } from "./queries";

export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [contact, setContact] = useState<Required<Contact>>(() => ({
    legal_name: "",
    country: "",
    language: currentLanguage(),
    contact_name: "",
    contact_email: "",
    contact_phone: "",
    address: "",
  }));
  const create = useMutation({
    mutationFn: () => createOrganization({ ...contact, name }),
    onSuccess: async (made) => {
      await forget(queryClient, made.id);
      await navigate({ to: "/o/$organization/people", params: { organization: made.id } });
    },
  });
  const ready = Boolean(name.trim()) && contactComplete(contact);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) create.mutate();
  };
  const wrong = isProblem(create.error) && create.error.facts.field === "name" ? create.error : null;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("organizations.create")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <Note>{t("organizations.createWhy")}</Note>
        <TextInput
          label={t("organizations.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong ? sentences(wrong.title, wrong.detail) : null}
          maxLength={80}
          autoComplete="organization"
          data-autofocus
          data-testid="organization-name"
        />
        <ContactFields value={contact} onChange={setContact} error={create.error} />
        {shownAtField(create.error) ? null : <ProblemNote error={create.error} />}
        {ready ? null : <p className={classes.why}>{t("organizations.createMissing")}</p>}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!ready} data-testid="submit-organization">
            {t("organizations.create")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
