import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { ProblemNote, sentences } from "@/ui";
import { EntryForm, type EntryProps } from "./EntryForm";

/** The work address says which organisation's own sign-in the browser goes to. */
export function SsoStep(entry: EntryProps) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const queryClient = useQueryClient();

  const begin = useMutation({
    mutationFn: (policyVersion: string) =>
      unwrap(
        api.POST("/api/v1/sign-in/sso", {
          body: { email: email.trim(), policy_version: policyVersion, next: entry.next ?? "" },
        }),
      ),
    onSuccess: ({ location }) => {
      if (location) window.location.assign(location);
    },
    onError: (error) => {
      if (!isProblem(error, "policy-not-accepted")) return;
      entry.onAccepted(false);
      queryClient.invalidateQueries({ queryKey: ["policy"] });
    },
  });
  const emailError = isProblem(begin.error, "email-malformed", "sso-domain-unknown") ? begin.error : null;

  return (
    <EntryForm
      {...entry}
      entry="organization"
      title={t("signIn.organizationTitle")}
      lead={t("signIn.organizationLead")}
      missing={/.@./.test(email) ? null : t("signIn.needEmail")}
      action={t("signIn.continue")}
      actionId="begin-sso"
      // It stays so until the provider's page is there.
      pending={begin.isPending || begin.isSuccess}
      problem={begin.error && !emailError ? <ProblemNote error={begin.error} /> : null}
      onSubmit={begin.mutate}
    >
      <TextInput
        label={t("signIn.email")}
        type="email"
        autoComplete="email"
        inputMode="email"
        autoFocus
        value={email}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          if (emailError) begin.reset();
        }}
        error={emailError ? sentences(emailError.title, emailError.detail) : null}
        data-testid="sso-email"
      />
    </EntryForm>
  );
}
