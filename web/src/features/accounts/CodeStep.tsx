import { Button, PinInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type CodeSent, unwrap } from "@/api";
import { usePolicySummary } from "@/features/privacy";
import { ProblemNote, useNow } from "@/ui";
import { normalizePhone } from "./phone";
import type { SignInState } from "./signIn";
import classes from "./signIn.module.css";

const CODE_LENGTH = 6;

interface Props {
  sent: CodeSent;
  phone: string;
  onResent: (sent: CodeSent) => void;
  onChangeNumber: () => void;
  onAnswer: (answer: SignInState) => void;
}

export function CodeStep({ sent, phone, onResent, onChangeNumber, onAnswer }: Props) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const policy = usePolicySummary();
  const now = useNow(1000);
  const secondsToResend = Math.max(0, Math.ceil((new Date(sent.resend_at).getTime() - now) / 1000));

  const confirm = useMutation({
    mutationFn: (typed: string) =>
      unwrap<SignInState>(
        api.POST("/api/v1/sign-in/{flow}/confirm", { params: { path: { flow: sent.flow } }, body: { code: typed } }),
      ),
    onSuccess: onAnswer,
    onError: () => setCode(""),
  });

  const resend = useMutation({
    mutationFn: (policyVersion: string) =>
      unwrap<CodeSent>(
        api.POST("/api/v1/sign-in/codes", { body: { phone: normalizePhone(phone), policy_version: policyVersion } }),
      ),
    onSuccess: (again) => {
      confirm.reset();
      setCode("");
      onResent(again);
    },
  });

  return (
    <div className={classes.step}>
      <div>
        <Title order={1} size="h2">
          {t("signIn.codeTitle")}
        </Title>
        <p className={classes.lead}>
          {t("signIn.codeLead")} <bdi>{sent.phone_hint}</bdi>
        </p>
      </div>
      <div className={classes.code} data-testid="code">
        <PinInput
          length={CODE_LENGTH}
          type="number"
          oneTimeCode
          autoFocus
          size="lg"
          aria-label={t("signIn.codeLabel")}
          placeholder=""
          value={code}
          onChange={setCode}
          onComplete={(typed) => {
            // Completing twice (paste, then a key) must not spend two attempts.
            if (!confirm.isPending) confirm.mutate(typed);
          }}
          error={Boolean(confirm.error)}
          readOnly={confirm.isPending}
        />
      </div>
      <ProblemNote error={confirm.error ?? resend.error} />
      <div className={classes.links}>
        <Button variant="subtle" px={8} onClick={onChangeNumber}>
          {t("signIn.changeNumber")}
        </Button>
        <Button
          variant="subtle"
          px={8}
          disabled={secondsToResend > 0 || !policy.data}
          loading={resend.isPending}
          onClick={() => policy.data && resend.mutate(policy.data.version)}
        >
          {secondsToResend > 0 ? t("signIn.resendIn", { count: secondsToResend }) : t("signIn.resend")}
        </Button>
      </div>
    </div>
  );
}
