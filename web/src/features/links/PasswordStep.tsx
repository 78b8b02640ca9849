import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHead, ProblemNote } from "@/ui";
import classes from "./links.module.css";
import { type Unlocked, unlock } from "./queries";

export function PasswordStep({ token, onUnlocked }: { token: string; onUnlocked: (unlocked: Unlocked) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const open = useMutation({ mutationFn: () => unlock(token, password), onSuccess: onUnlocked });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) open.mutate();
  };
  return (
    <form className={classes.step} onSubmit={submit}>
      <PageHead title={t("links.locked")}>{t("links.lockedText")}</PageHead>
      <PasswordInput
        label={t("links.password")}
        value={password}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setPassword(event.currentTarget.value)}
        data-autofocus
        data-testid="unlock-password"
      />
      <ProblemNote error={open.error} />
      <Button type="submit" loading={open.isPending} data-testid="unlock">
        {t("links.open")}
      </Button>
    </form>
  );
}
