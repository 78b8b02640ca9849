import { TextInput } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type CodeSent, isProblem, unwrap } from "@/api";
import { duration, ProblemNote, sentences } from "@/ui";
import { EntryForm, type EntryProps } from "./EntryForm";
import { looksLikePhone, normalizePhone } from "./phone";
import classes from "./signIn.module.css";

interface Props extends EntryProps {
  phone: string;
  onPhone: (phone: string) => void;
  onSent: (sent: CodeSent) => void;
}

export function PhoneStep({ phone, onPhone, onSent, ...entry }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();

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
      entry.onAccepted(false);
      queryClient.invalidateQueries({ queryKey: ["policy"] });
    },
  });

  const phoneError = isProblem(send.error, "phone-malformed") ? send.error : null;
  const wait = Number(isProblem(send.error) ? send.error.facts.retry_after : Number.NaN);

  return (
    <EntryForm
      {...entry}
      entry="phone"
      title={t("signIn.title")}
      lead={t("signIn.lead")}
      missing={looksLikePhone(phone) ? null : t("signIn.needPhone")}
      action={t("signIn.sendCode")}
      actionId="send-code"
      pending={send.isPending}
      problem={
        send.error && !phoneError ? (
          <ProblemNote
            error={send.error}
            extra={wait > 0 ? t("signIn.waitFor", { time: duration(wait) }) : undefined}
          />
        ) : null
      }
      onSubmit={send.mutate}
    >
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
          error={phoneError ? sentences(phoneError.title, phoneError.detail) : null}
          data-testid="phone"
        />
        <p className={classes.why}>
          <IconShieldCheck size={18} stroke={1.5} aria-hidden />
          <span>{t("signIn.phoneWhy")}</span>
        </p>
      </div>
    </EntryForm>
  );
}
