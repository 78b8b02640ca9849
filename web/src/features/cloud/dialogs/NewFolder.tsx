import { Button, Modal, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { ProblemNote, sentences, useReturnedFocus } from "@/ui";
import { createFolder, refreshDrive } from "../queries";
import classes from "./dialogs.module.css";

interface Props {
  parent: string;
  onMade: (id: string) => void;
  onClose: () => void;
}

export function NewFolder({ parent, onMade, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => createFolder(parent, name.trim()),
    onSuccess: async (made) => {
      await refreshDrive(client);
      onMade(made.id);
      onClose();
    },
  });
  const ofTheName = isProblem(make.error, "file-name-taken", "file-name-unusable") ? make.error : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) make.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t("cloud.newFolder")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form className={classes.form} onSubmit={send} noValidate>
        <TextInput
          label={t("cloud.column.name")}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            make.reset();
          }}
          error={ofTheName ? sentences(ofTheName.title, ofTheName.detail) : null}
          autoComplete="off"
          data-autofocus
          data-testid="folder-name"
        />
        {ofTheName ? null : <ProblemNote error={make.error} />}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending} disabled={!name.trim()} data-testid="make-folder">
            {t("cloud.make")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
