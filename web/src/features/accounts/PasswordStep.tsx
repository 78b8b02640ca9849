import { PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { duration, ProblemNote, sentences } from "@/ui";
import { EntryForm, type EntryProps } from "./EntryForm";
import { looksLikePhone, normalizePhone } from "./phone";
import type { SignInState } from "./signIn";

interface Props extends EntryProps {
  phone: string;
  onPhone: (phone: string) => void;
}

export function PasswordStep({ phone, onPhone, ...entry }: Props) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const queryClient = useQueryClient();

  const signIn = useMutation({
    mutationFn: (policyVersion: string) =>
      unwrap<SignInState>(
        api.POST("/api/v1/sign-in/password", {
          body: { phone: normalizePhone(phone), password, policy_version: policyVersion },
        }),
      ),
    onSuccess: entry.onAnswer,
    onError: (error) => {
      if (!isProblem(error, "policy-not-accepted")) return;
      entry.onAccepted(false);
      queryClient.invalidateQueries({ queryKey: ["policy"] });
    },
  });

  const phoneError = isProblem(signIn.error, "phone-malformed") ? signIn.error : null;
  const wait = Number(isProblem(signIn.error) ? signIn.error.facts.retry_after : Number.NaN);
  const missing = !looksLikePhone(phone) ? t("signIn.needPhone") : !password ? t("signIn.needPassword") : null;

  return (
    <EntryForm
      {...entry}
      entry="password"
      title={t("signIn.passwordTitle")}
      lead={t("signIn.passwordLead")}
      missing={missing}
      action={t("signIn.continue")}
      actionId="sign-in-by-password"
      pending={signIn.isPending}
      problem={
        signIn.error && !phoneError ? (
          <ProblemNote
            error={signIn.error}
            extra={wait > 0 ? t("signIn.waitFor", { time: duration(wait) }) : undefined}
          />
        ) : null
      }
      onSubmit={signIn.mutate}
    >
      <TextInput
        label={t("signIn.phone")}
        placeholder={t("signIn.phonePlaceholder")}
        type="tel"
        autoComplete="username"
        inputMode="tel"
        autoFocus={!phone}
        value={phone}
        onChange={(event) => {
          onPhone(event.currentTarget.value);
          if (phoneError) signIn.reset();
        }}
        error={phoneError ? sentences(phoneError.title, phoneError.detail) : null}
        data-testid="phone"
      />
      <PasswordInput
        label={t("signIn.password")}
        autoComplete="current-password"
        autoFocus={Boolean(phone)}
        maxLength={200}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": t("signIn.showPassword") }}
        data-testid="password"
      />
    </EntryForm>
  );
}
