import { Button, TextInput, Title } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type CodeSent, isProblem, unwrap } from "@/api";
import { PolicyConsent, usePolicy } from "@/features/privacy";
import { duration, ProblemNote } from "@/ui";
import { looksLikePhone, normalizePhone } from "./phone";
import classes from "./signIn.module.css";

interface Props {
  phone: string;
  onPhone: (phone: string) => void;
  onSent: (sent: CodeSent) => void;
  onRefused: () => void;
}

export function PhoneStep({ phone, onPhone, onSent, onRefused }: Props) {
  const { t } = useTranslation();
  const [accepted, setAccepted] = useState(false);
  const policy = usePolicy();
  const queryClient = useQueryClient();
  const reasonId = useId();

  const send = useMutation({
    // Nothing about the person leaves this page before the box is ticked: this is the first request that carries any.
    mutationFn: (policyVersion: string) =>
      unwrap<CodeSent>(
        api.POST("/api/v1/sign-in/codes", { body: { phone: normalizePhone(phone), policy_version: policyVersion } }),
      ),
    onSuccess: onSent,
    onError: (error) => {
      if (!isProblem(error, "policy-not-accepted")) return;
      // The text changed while the page was open: what was accepted is not what is in force.
      setAccepted(false);
      queryClient.invalidateQueries({ queryKey: ["policy"] });
    },
  });

  const missing = !looksLikePhone(phone) ? t("signIn.needPhone") : !accepted ? t("signIn.needAcceptance") : null;
  const phoneError = isProblem(send.error, "phone-malformed") ? send.error : null;
  const wait = Number(isProblem(send.error) ? send.error.facts.retry_after : Number.NaN);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing && policy.data) send.mutate(policy.data.version);
  };

  return (
    <form className={classes.step} onSubmit={submit} noValidate>
      <div>
        <Title order={1} size="h2">
          {t("signIn.title")}
        </Title>
        <p className={classes.lead}>{t("signIn.lead")}</p>
      </div>
      <div>
        <TextInput
          label={t("signIn.phone")}
          placeholder={t("signIn.phonePlaceholder")}
          type="tel"
          autoComplete="tel"
          inputMode="tel"
          autoFocus
          value={phone}
          onChange={(event) => {
            onPhone(event.currentTarget.value);
            if (phoneError) send.reset();
          }}
          error={phoneError ? `${phoneError.title} ${phoneError.detail}` : null}
          data-testid="phone"
        />
        <p className={classes.why}>
          <IconShieldCheck size={18} stroke={1.5} aria-hidden />
          <span>{t("signIn.phoneWhy")}</span>
        </p>
      </div>
      <PolicyConsent accepted={accepted} onAccepted={setAccepted} />
      {send.error && !phoneError ? (
        <ProblemNote error={send.error} extra={wait > 0 ? t("signIn.waitFor", { time: duration(wait) }) : undefined} />
      ) : null}
      <div className={classes.pair}>
        <Button variant="default" onClick={onRefused} data-testid="refuse-policy">
          {t("consent.refuse")}
        </Button>
        <Button
          type="submit"
          disabled={Boolean(missing) || !policy.data}
          loading={send.isPending}
          aria-describedby={missing ? reasonId : undefined}
          data-testid="send-code"
        >
          {t("signIn.sendCode")}
        </Button>
      </div>
      {missing ? (
        <p className={classes.reason} id={reasonId}>
          {missing}
        </p>
      ) : null}
    </form>
  );
}
