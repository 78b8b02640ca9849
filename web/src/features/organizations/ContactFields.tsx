import { NativeSelect, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { sentences } from "@/ui";
import { countries } from "./countries";
import classes from "./organizations.module.css";
import type { Contact } from "./queries";

interface Props {
  value: Required<Contact>;
  onChange: (value: Required<Contact>) => void;
  error: unknown;
  disabled?: boolean;
}

/** Who answers for an organisation's data, and whom its members ask. */
export function ContactFields({ value, onChange, error, disabled }: Props) {
  const { t, i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names follow the language
  const places = useMemo(() => countries(), [i18n.language]);
  const set = (change: Partial<Contact>) => onChange({ ...value, ...change });
  const wrong = (field: string) =>
    isProblem(error) && error.facts.field === field ? sentences(error.title, error.detail) : null;
  return (
    <>
      <TextInput
        label={t("organizations.contact.legalName")}
        description={t("organizations.contact.legalNameWhy")}
        value={value.legal_name}
        onChange={(event) => set({ legal_name: event.currentTarget.value })}
        error={wrong("legal_name")}
        maxLength={120}
        disabled={disabled}
        data-testid="legal-name"
      />
      <div className={classes.pair}>
        <NativeSelect
          label={t("organizations.contact.country")}
          value={value.country}
          onChange={(event) => set({ country: event.currentTarget.value })}
          data={[{ value: "", label: "" }, ...places]}
          error={wrong("country")}
          disabled={disabled}
          data-testid="country"
        />
        <NativeSelect
          label={t("organizations.contact.language")}
          value={value.language}
          onChange={(event) => set({ language: event.currentTarget.value as Contact["language"] })}
          data={[
            { value: "en", label: "English" },
            { value: "zh-Hans", label: "简体中文" },
          ]}
          disabled={disabled}
        />
      </div>
      <TextInput
        label={t("organizations.contact.name")}
        description={t("organizations.contact.nameWhy")}
        value={value.contact_name}
        onChange={(event) => set({ contact_name: event.currentTarget.value })}
        error={wrong("contact_name")}
        maxLength={120}
        disabled={disabled}
        data-testid="contact-name"
      />
      <div className={classes.pair}>
        <TextInput
          label={t("organizations.contact.email")}
          type="email"
          value={value.contact_email}
          onChange={(event) => set({ contact_email: event.currentTarget.value })}
          error={wrong("contact_email")}
          maxLength={254}
          disabled={disabled}
          data-testid="contact-email"
        />
        <TextInput
          label={t("organizations.contact.phone")}
          type="tel"
          value={value.contact_phone}
          onChange={(event) => set({ contact_phone: event.currentTarget.value })}
          error={wrong("contact_phone")}
          maxLength={40}
          disabled={disabled}
        />
      </div>
      <TextInput
        label={t("organizations.contact.address")}
        value={value.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
        error={wrong("address")}
        maxLength={300}
        disabled={disabled}
      />
    </>
  );
}

export const contactComplete = (contact: Contact) =>
  Boolean(contact.country && contact.contact_name.trim() && contact.contact_email.trim());

/** Errors that the fields themselves show. */
export const shownAtField = (error: unknown) => isProblem(error) && typeof error.facts.field === "string";
