import { Button, TextInput, Title } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { LinkButton, ProblemNote, StatePage } from "@/ui";
import { isoDate } from "./birthDate";
import { useSession } from "./session";
import classes from "./signIn.module.css";

interface Props {
  flow: string;
  /** That of the number's country; null: not told, so the policy's own is shown. */
  minimumAge: number | null;
  onRegistered: () => void;
  onStartAgain: () => void;
}

export function AgeStep({ flow, minimumAge, onRegistered, onStartAgain }: Props) {
  const { t } = useTranslation();
  const [year, setYear] = useState("");
  const [month, setMonth] = useState("");
  const [day, setDay] = useState("");
  const session = useSession();
  const date = isoDate(year, month, day);

  const register = useMutation({
    mutationFn: (birthDate: string) =>
      unwrap(
        api.POST("/api/v1/sign-in/{flow}/register", { params: { path: { flow } }, body: { birth_date: birthDate } }),
      ),
    onSuccess: onRegistered,
  });

  if (isProblem(register.error, "under-age")) {
    return (
      <StatePage
        scale="block"
        icon={<IconShieldCheck size={28} stroke={1.5} />}
        title={register.error.title}
        actions={<LinkButton to="/">{t("common.home")}</LinkButton>}
      >
        <p>{register.error.detail}</p>
      </StatePage>
    );
  }

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (date) register.mutate(date);
  };
  // Numbers as text: a spinning number field turns a scroll into another birthday.
  const part = (label: string, value: string, set: (value: string) => void, length: number, autoComplete: string) => (
    <TextInput
      label={label}
      value={value}
      onChange={(event) => set(event.currentTarget.value.normalize("NFKC").replace(/\D/g, "").slice(0, length))}
      inputMode="numeric"
      autoComplete={autoComplete}
      data-part={autoComplete}
    />
  );

  return (
    <form className={classes.step} onSubmit={submit} noValidate>
      <div>
        <Title order={1} size="h2">
          {t("age.title")}
        </Title>
        <p className={classes.lead}>{t("age.lead", { age: minimumAge ?? session.data?.minimum_age ?? 14 })}</p>
      </div>
      <div>
        <fieldset className={classes.fieldset} data-testid="birth-date">
          <legend className={classes.legend}>{t("age.legend")}</legend>
          <div className={classes.dates}>
            {part(t("age.year"), year, setYear, 4, "bday-year")}
            {part(t("age.month"), month, setMonth, 2, "bday-month")}
            {part(t("age.day"), day, setDay, 2, "bday-day")}
          </div>
        </fieldset>
        <p className={classes.why}>
          <IconShieldCheck size={18} stroke={1.5} aria-hidden />
          <span>{t("age.why")}</span>
        </p>
      </div>
      <ProblemNote error={register.error} />
      {year.length === 4 && month && day && !date ? <p className={classes.reason}>{t("age.impossible")}</p> : null}
      <Button type="submit" disabled={!date} loading={register.isPending} data-testid="register">
        {t("age.continue")}
      </Button>
      {isProblem(register.error, "flow-unknown", "code-expired") ? (
        <Button variant="default" onClick={onStartAgain}>
          {t("signIn.startAgain")}
        </Button>
      ) : null}
    </form>
  );
}
