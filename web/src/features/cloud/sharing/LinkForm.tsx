import { Button, Checkbox, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Link, NewLink } from "./queries";
import classes from "./sharing.module.css";

interface Props {
  /** One that is changed; left out for a new one. */
  link?: Link;
  isFolder: boolean;
  pending: boolean;
  onSubmit: (terms: NewLink) => void;
  onCancel: () => void;
}

/** As `datetime-local` has it, in the person's own zone. */
function local(iso: string | null | undefined): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function LinkForm({ link, isFolder, pending, onSubmit, onCancel }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<NewLink["kind"]>(link?.kind ?? "view");
  const [label, setLabel] = useState(link?.label ?? "");
  const [password, setPassword] = useState("");
  const [open, setOpen] = useState(false);
  const [ends, setEnds] = useState(local(link?.expires_at));
  const [most, setMost] = useState(String(link?.maximum_downloads ?? ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({
      kind,
      label,
      expires_at: ends ? new Date(ends).toISOString() : null,
      maximum_downloads: most && kind !== "drop" ? Number(most) : null,
      // A password that is not typed again stays as it is.
      ...(password || open ? { password: open ? "" : password } : {}),
    } as NewLink);
  };
  const kinds = {
    view: t("sharing.kindText.view"),
    edit: t("sharing.kindText.edit"),
    drop: t("sharing.kindText.drop"),
  };
  return (
    <form className={classes.form} onSubmit={submit} data-testid="link-form">
      {link ? null : (
        <SegmentedControl
          fullWidth
          value={kind}
          onChange={(value) => setKind(value as NewLink["kind"])}
          data={[
            { value: "view", label: t("sharing.kind.view") },
            { value: "edit", label: t("sharing.kind.edit") },
            ...(isFolder ? [{ value: "drop", label: t("sharing.kind.drop") }] : []),
          ]}
        />
      )}
      <p className={classes.why}>{kinds[kind]}</p>
      <TextInput
        label={t("sharing.label")}
        description={t("sharing.labelText")}
        value={label}
        maxLength={80}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("sharing.password")}
        description={link?.has_password ? t("sharing.passwordStays") : t("sharing.passwordText")}
        value={password}
        disabled={open}
        maxLength={200}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.currentTarget.value)}
        data-testid="link-password"
      />
      {link?.has_password ? (
        <Checkbox
          label={t("sharing.passwordAway")}
          checked={open}
          onChange={(event) => setOpen(event.currentTarget.checked)}
        />
      ) : null}
      <div className={classes.pair}>
        <TextInput
          type="datetime-local"
          label={t("sharing.ends")}
          value={ends}
          onChange={(event) => setEnds(event.currentTarget.value)}
        />
        {kind === "drop" ? null : (
          <TextInput
            type="number"
            min={1}
            label={t("sharing.most")}
            placeholder={t("sharing.unlimited")}
            value={most}
            onChange={(event) => setMost(event.currentTarget.value)}
            data-testid="link-most"
          />
        )}
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" loading={pending} data-testid="save-link">
          {link ? t("sharing.save") : t("sharing.make")}
        </Button>
      </div>
    </form>
  );
}
