import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./details.module.css";

interface Props {
  label: string;
  pending: boolean;
  onSave: (label: string) => void;
  onCancel: () => void;
}

export function NameForm({ label, pending, onSave, onCancel }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(label);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(typed);
  };
  return (
    <form className={classes.asked} onSubmit={submit}>
      <TextInput
        size="sm"
        label={t("preview.version.label")}
        description={t("preview.version.labelText")}
        value={typed}
        maxLength={120}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button variant="default" size="sm" onClick={onCancel}>
        {t("common.cancel")}
      </Button>
      <Button type="submit" size="sm" loading={pending}>
        {t("preview.version.save")}
      </Button>
    </form>
  );
}
