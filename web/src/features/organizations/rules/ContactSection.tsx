import { Button, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { ContactFields, contactComplete, shownAtField } from "../ContactFields";
import { useOrganization } from "../OrganizationLayout";
import shared from "../organizations.module.css";
import { type Contact, type Controller, changeController, controllersQuery, refresh } from "../queries";
import classes from "./rules.module.css";

/** Who answers for the data here, and whom to ask: shown to every member (C01). */
export function ContactSection() {
  const { t } = useTranslation();
  const organization = useOrganization();
  return (
    <section className={classes.section}>
      <Title order={2}>{t("organizations.contact.title")}</Title>
      <p className={classes.lead}>{t("organizations.contact.lead")}</p>
      {organization.can_administer ? <ContactForm /> : <ContactCard controller={organization.controller} />}
    </section>
  );
}

function ContactCard({ controller }: { controller: Controller }) {
  return (
    <address className={classes.address}>
      <strong>{controller.name}</strong>
      <span>{controller.contact_name}</span>
      <a href={`mailto:${controller.contact_email}`}>{controller.contact_email}</a>
      {controller.contact_phone ? <a href={`tel:${controller.contact_phone}`}>{controller.contact_phone}</a> : null}
      {controller.address ? <span>{controller.address}</span> : null}
    </address>
  );
}

function ContactForm() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const { name, kind: _kind, organization: _organization, ...known } = organization.controller;
  const [contact, setContact] = useState<Required<Contact>>({
    ...known,
    legal_name: name,
    language: known.language as Contact["language"],
  });
  const save = useMutation({
    mutationFn: () => changeController(organization.id, contact),
    onSuccess: async () => {
      await Promise.all([refresh(queryClient, organization.id), queryClient.invalidateQueries(controllersQuery)]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={shared.form} onSubmit={submit} noValidate>
      <ContactFields
        value={contact}
        onChange={(changed) => {
          save.reset();
          setContact(changed);
        }}
        error={save.error}
      />
      {shownAtField(save.error) ? null : <ProblemNote error={save.error} />}
      <div className={classes.save}>
        <span role="status">{save.isSuccess ? t("organizations.saved") : null}</span>
        <Button type="submit" loading={save.isPending} disabled={!contactComplete(contact)} data-testid="save-contact">
          {t("organizations.save")}
        </Button>
      </div>
    </form>
  );
}
