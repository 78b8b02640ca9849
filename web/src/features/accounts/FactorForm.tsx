import { Button, PinInput, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Note, ProblemNote } from "@/ui";
import type { Method } from "./signIn";
import classes from "./signIn.module.css";
import { type Assertion, askPasskey, passkeyHindrance, wasCancelled } from "./webauthn";

export interface Proof {
  method: Method;
  code: string;
  credential?: Assertion;
  flow?: string;
}

interface Props {
  methods: Method[];
  /** A passkey's challenge. */
  askOptions: () => Promise<{ flow: string; options: Record<string, unknown> }>;
  /** Resolves once it was right. */
  prove: (proof: Proof) => Promise<unknown>;
  /** Whether nothing more can be tried after this error. */
  over?: (error: unknown) => boolean;
}

/** Proves a second factor: one method at a time, the others a click away. */
export function FactorForm({ methods, askOptions, prove, over }: Props) {
  const { t } = useTranslation();
  const usable = methods.filter((each) => each !== "passkey" || passkeyHindrance() === null);
  const [chosen, setChosen] = useState<Method | null>(null);
  const method = chosen ?? usable[0];
  const [code, setCode] = useState("");

  const attempt = useMutation({
    mutationFn: async (typed: string) => {
      if (method === "passkey") {
        const { flow, options } = await askOptions();
        return prove({ method, code: "", credential: await askPasskey(options), flow });
      }
      if (method) return prove({ method, code: typed });
    },
    onError: () => method === "totp" && setCode(""),
  });
  const ended = Boolean(over?.(attempt.error));
  const choose = (other: Method) => {
    setChosen(other);
    setCode("");
    attempt.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) attempt.mutate(code);
  };

  if (!method) return <Note tone="warn">{t("security.factor.none")}</Note>;
  const labels: Record<Method, string> = {
    totp: t("security.factor.useTotp"),
    passkey: t("security.factor.usePasskey"),
    recovery: t("security.factor.useRecovery"),
  };
  return (
    <div className={classes.step}>
      {method === "totp" ? (
        <div className={classes.stack}>
          <p className={classes.lead}>{t("security.factor.totpLead")}</p>
          <div className={classes.code} data-testid="totp">
            <PinInput
              length={6}
              type="number"
              oneTimeCode
              autoFocus
              size="lg"
              aria-label={t("security.factor.totpLabel")}
              placeholder=""
              value={code}
              onChange={setCode}
              onComplete={(typed) => {
                // Completing twice (paste, then a key) must not spend two attempts.
                if (!attempt.isPending) attempt.mutate(typed);
              }}
              error={Boolean(attempt.error)}
              readOnly={attempt.isPending || ended}
            />
          </div>
        </div>
      ) : null}
      {method === "passkey" ? (
        <Button
          leftSection={<IconFingerprint size={20} stroke={1.5} />}
          loading={attempt.isPending}
          disabled={ended}
          onClick={() => attempt.mutate("")}
          data-testid="prove-passkey"
        >
          {t("security.factor.passkey")}
        </Button>
      ) : null}
      {method === "recovery" ? (
        <form className={classes.step} onSubmit={submit} noValidate>
          <TextInput
            label={t("security.factor.recoveryLabel")}
            description={t("security.factor.recoveryWhy")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            maxLength={40}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            data-testid="recovery-code"
          />
          <Button
            type="submit"
            disabled={!code.trim() || ended}
            loading={attempt.isPending}
            data-testid="prove-recovery"
          >
            {t("signIn.continue")}
          </Button>
        </form>
      ) : null}
      {wasCancelled(attempt.error) ? (
        <div role="status">
          <Note>{t("signIn.passkeyCancelled")}</Note>
        </div>
      ) : (
        <ProblemNote error={attempt.error} />
      )}
      {usable.length > 1 && !ended ? (
        <div className={classes.others}>
          {usable
            .filter((each) => each !== method)
            .map((each) => (
              <Button key={each} variant="subtle" px={8} onClick={() => choose(each)} data-testid={`use-${each}`}>
                {labels[each]}
              </Button>
            ))}
        </div>
      ) : null}
    </div>
  );
}
