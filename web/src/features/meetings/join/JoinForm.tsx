import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { sentences } from "@/ui";
import { meetingCodeOf, meetingNumberOf } from "../code";
import { codeOfNumber } from "../queries";
import classes from "./join.module.css";

/** One field for whatever somebody was given: a link, an invitation's text, a code, or a number. */
export function JoinForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [given, setGiven] = useState("");
  const [malformed, setMalformed] = useState(false);
  const enter = (code: string) => navigate({ to: "/m/$code", params: { code } });
  const find = useMutation({ mutationFn: codeOfNumber, onSuccess: enter });

  const join = (event: FormEvent) => {
    event.preventDefault();
    const code = meetingCodeOf(given);
    const number = code ? null : meetingNumberOf(given);
    setMalformed(!code && !number);
    if (code) enter(code);
    else if (number) find.mutate(number);
  };
  const refusal = isProblem(find.error) ? sentences(find.error.title, find.error.detail) : t("problem.failedDetail");
  const error = malformed ? t("join.malformed") : find.isError ? refusal : null;

  return (
    <form className={classes.join} onSubmit={join} noValidate>
      <TextInput
        label={t("join.label")}
        placeholder={t("join.example")}
        value={given}
        onChange={(event) => {
          setGiven(event.currentTarget.value);
          setMalformed(false);
          find.reset();
        }}
        error={error}
        autoComplete="off"
        spellCheck={false}
        data-testid="join-given"
      />
      <Button type="submit" variant="default" loading={find.isPending}>
        {t("join.join")}
      </Button>
    </form>
  );
}
