import { Button, PasswordInput } from "@mantine/core";
import { IconPassword } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { Note, ProblemNote, sentences } from "@/ui";
import { Card } from "./Card";
import { shown, useProof } from "./Proof";
import { useRefresh } from "./queries";
import { Strength } from "./Strength";
import classes from "./security.module.css";

type Doing = "nothing" | "setting" | "removing";
type Done = "set" | "removed";

export function PasswordCard({ has, phoneHint }: { has: boolean; phoneHint: string | null }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Doing>("nothing");
  const [done, setDone] = useState<Done | null>(null);
  const refresh = useRefresh();

  const finish = async (what: Done) => {
    await refresh();
    setDone(what);
    setDoing("nothing");
  };
  const begin = (what: Doing) => {
    setDone(null);
    setDoing(what);
  };

  // Who signs in through an organisation has no number, and a password goes with one.
  if (!phoneHint) return null;
  return (
    <Card
      testId="password-card"
      icon={<IconPassword size={24} stroke={1.5} aria-hidden />}
      title={t("security.password.title")}
      text={has ? t("security.password.has") : t("security.password.hasNot")}
      action={
        doing === "nothing" ? (
          <Button variant="default" onClick={() => begin("setting")} data-testid="set-password">
            {has ? t("security.password.change") : t("security.password.set")}
          </Button>
        ) : null
      }
    >
      {done ? (
        <div role="status">
          <Note>{done === "set" ? t("security.password.isSet") : t("security.password.isRemoved")}</Note>
        </div>
      ) : null}
      {doing === "setting" ? (
        <PasswordForm
          has={has}
          onDone={() => finish("set")}
          onForgotten={() => begin("removing")}
          onCancel={() => setDoing("nothing")}
        />
      ) : null}
      {doing === "removing" ? <Removal onDone={() => finish("removed")} onCancel={() => setDoing("nothing")} /> : null}
      {has && doing === "nothing" ? (
        <Button
          variant="subtle"
          px={8}
          className={classes.start}
          onClick={() => begin("removing")}
          data-testid="remove-password"
        >
          {t("security.password.remove")}
        </Button>
      ) : null}
    </Card>
  );
}

interface FormProps {
  has: boolean;
  onDone: () => void;
  onForgotten: () => void;
  onCancel: () => void;
}

function PasswordForm({ has, onDone, onForgotten, onCancel }: FormProps) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const withProof = useProof();
  const save = useMutation({
    mutationFn: () =>
      withProof(() => unwrap(api.PUT("/api/v1/password", { body: { password, current: has ? current : undefined } }))),
    onSuccess: onDone,
  });
  const error = shown(save.error);
  const of = (field: string) =>
    isProblem(error) && error.facts.field === field ? sentences(error.title, error.detail) : null;
  const beside = of("current") ?? of("password");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password && (current || !has)) save.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      {has ? (
        <PasswordInput
          label={t("security.password.current")}
          autoComplete="current-password"
          autoFocus
          maxLength={200}
          value={current}
          onChange={(event) => {
            setCurrent(event.currentTarget.value);
            if (beside) save.reset();
          }}
          error={of("current")}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          data-testid="current-password"
        />
      ) : null}
      <div className={classes.stack}>
        <PasswordInput
          label={t("security.password.new")}
          description={t("security.password.advice")}
          autoComplete="new-password"
          autoFocus={!has}
          maxLength={200}
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
            if (beside) save.reset();
          }}
          error={of("password")}
          visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
          data-testid="new-password"
        />
        <Strength password={password} />
      </div>
      {error && !beside ? <ProblemNote error={error} /> : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button
          type="submit"
          disabled={!password || (has && !current)}
          loading={save.isPending}
          data-testid="save-password"
        >
          {t("security.password.save")}
        </Button>
        {has ? (
          <Button variant="subtle" px={8} onClick={onForgotten}>
            {t("security.password.forgotten")}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function Removal({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const withProof = useProof();
  const remove = useMutation({
    mutationFn: () => withProof(() => unwrap(api.DELETE("/api/v1/password"))),
    onSuccess: onDone,
  });
  return (
    <div className={classes.stack}>
      <p className={classes.text}>{t("security.password.removeQuestion")}</p>
      <ProblemNote error={shown(remove.error)} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onCancel} autoFocus>
          {t("common.cancel")}
        </Button>
        <Button
          color="heron"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
          data-testid="confirm-remove-password"
        >
          {t("security.password.remove")}
        </Button>
      </div>
    </div>
  );
}
