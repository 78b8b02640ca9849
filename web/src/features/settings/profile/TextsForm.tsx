import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { ProblemNote, sentences } from "@/ui";
import settings from "../settings.module.css";
import classes from "./profile.module.css";
import { type Profile, saveTexts, useShowProfile } from "./queries";

const NAME_LENGTH = 60;
const DESCRIPTION_LENGTH = 500;

/** Name and description: saved together, by one button that says whether there is anything to save. */
export function TextsForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const showProfile = useShowProfile();
  const [name, setName] = useState(profile.name ?? "");
  const [description, setDescription] = useState(profile.description ?? "");
  const save = useMutation({
    mutationFn: () => saveTexts({ name, description }),
    onSuccess: (saved) => {
      showProfile(saved);
      setName(saved.name ?? "");
      setDescription(saved.description ?? "");
    },
  });
  const changed = name !== (profile.name ?? "") || description !== (profile.description ?? "");
  const errorOf = (slug: string) =>
    isProblem(save.error, slug) ? sentences(save.error.title, save.error.detail) : undefined;
  const nameError = errorOf("profile-name-unusable");
  const descriptionError = errorOf("description-unusable");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) save.mutate();
  };

  return (
    <form className={settings.section} onSubmit={submit} noValidate>
      <TextInput
        label={t("profile.name")}
        description={t("profile.nameWhy")}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          save.reset();
        }}
        maxLength={NAME_LENGTH}
        autoComplete="name"
        error={nameError}
        data-testid="profile-name"
      />
      <Textarea
        label={t("profile.description")}
        description={t("profile.descriptionWhy", { count: DESCRIPTION_LENGTH })}
        value={description}
        onChange={(event) => {
          setDescription(event.currentTarget.value);
          save.reset();
        }}
        maxLength={DESCRIPTION_LENGTH}
        rows={4}
        error={descriptionError}
        data-testid="profile-description"
      />
      {save.error && !nameError && !descriptionError ? <ProblemNote error={save.error} /> : null}
      <div className={classes.save}>
        <Button type="submit" disabled={!changed} loading={save.isPending} data-testid="save-profile">
          {t("profile.save")}
        </Button>
        <span role="status" className={classes.soft}>
          {save.isSuccess && !changed ? t("profile.saved") : changed ? t("profile.unsaved") : ""}
        </span>
      </div>
    </form>
  );
}
