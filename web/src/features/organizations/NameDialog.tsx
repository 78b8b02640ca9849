import { Button, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { ProblemNote, sentences, useReturnedFocus } from "@/ui";
import classes from "./organizations.module.css";

interface Props {
  title: string;
  label: string;
  initial?: string;
  submit: string;
  pending: boolean;
  error: unknown;
  onSubmit: (name: string) => void;
  onClose: () => void;
}

/** One name, for what is made or renamed. What the server says about the name stands at the name. */
export function NameDialog({ title, label, initial = "", submit, pending, error, onSubmit, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const [name, setName] = useState(initial);
  const ofTheName = isProblem(error, "name-taken", "name-unusable");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSubmit(name);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form className={classes.form} onSubmit={send} noValidate>
        <TextInput
          label={label}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={ofTheName ? sentences(error.title, error.detail) : null}
          maxLength={80}
          autoComplete="off"
          data-autofocus
          data-testid="name"
        />
        {ofTheName ? null : <ProblemNote error={error} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={pending} disabled={!name.trim()} data-testid="submit-name">
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
