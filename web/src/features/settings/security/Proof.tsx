import { Button, Modal, PinInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type CodeSent, isProblem, unwrap } from "@/api";
import { FactorForm } from "@/features/accounts/FactorForm";
import type { Method } from "@/features/accounts/signIn";
import { ProblemNote } from "@/ui";
import classes from "./security.module.css";

/** The person closed the question: the act did not happen, and nothing is wrong. */
export class ProofDeclined extends Error {}

type Act = <T>(act: () => Promise<T>) => Promise<T>;

const Context = createContext<Act>((act) => act());

/** Wraps an act that may need a fresh proof: asks for it when the server does, then acts again. */
export const useProof = () => useContext(Context);

/** The error to show, if there is one: declining a proof is none. */
export const shown = (error: unknown) => (error instanceof ProofDeclined ? null : error);

export function ProofProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [methods, setMethods] = useState<string[] | null>(null);
  const settle = useRef<{ resolve: () => void; reject: (error: Error) => void } | null>(null);

  const withProof: Act = async (act) => {
    try {
      return await act();
    } catch (error) {
      if (!isProblem(error, "proof-needed")) throw error;
      await new Promise<void>((resolve, reject) => {
        settle.current = { resolve, reject };
        setMethods(error.facts.methods as string[]);
      });
      return act();
    }
  };
  const end = (proved: boolean) => {
    setMethods(null);
    if (proved) settle.current?.resolve();
    else settle.current?.reject(new ProofDeclined());
    settle.current = null;
  };

  return (
    <Context.Provider value={withProof}>
      {children}
      <Modal opened={methods !== null} onClose={() => end(false)} title={t("security.proof.title")}>
        <div className={classes.stack} data-testid="proof">
          <p className={classes.text}>{t("security.proof.lead")}</p>
          {methods?.includes("sms") ? <CodeProof onProved={() => end(true)} /> : null}
          {methods && !methods.includes("sms") ? (
            <FactorForm
              methods={methods as Method[]}
              askOptions={() => unwrap(api.POST("/api/v1/second-factor/options"))}
              prove={async (proof) => {
                await unwrap(api.POST("/api/v1/second-factor/verify", { body: proof }));
                end(true);
              }}
            />
          ) : null}
        </div>
      </Modal>
    </Context.Provider>
  );
}

function CodeProof({ onProved }: { onProved: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const send = useMutation({ mutationFn: () => unwrap<CodeSent>(api.POST("/api/v1/proof/codes")) });
  const confirm = useMutation({
    mutationFn: (typed: string) =>
      unwrap(api.POST("/api/v1/proof/confirm", { body: { flow: send.data?.flow ?? "", code: typed } })),
    onSuccess: onProved,
    onError: () => setCode(""),
  });
  if (!send.data) {
    return (
      <>
        <ProblemNote error={send.error} />
        <Button onClick={() => send.mutate()} loading={send.isPending} data-testid="send-proof-code">
          {t("security.proof.send")}
        </Button>
      </>
    );
  }
  return (
    <>
      <p className={classes.text}>
        {t("security.proof.sent")} <bdi>{send.data.phone_hint}</bdi>
      </p>
      <div className={classes.pins} data-testid="proof-code">
        <PinInput
          length={6}
          type="number"
          oneTimeCode
          autoFocus
          size="lg"
          aria-label={t("signIn.codeLabel")}
          placeholder=""
          value={code}
          onChange={setCode}
          onComplete={(typed) => {
            if (!confirm.isPending) confirm.mutate(typed);
          }}
          error={Boolean(confirm.error)}
          readOnly={confirm.isPending}
        />
      </div>
      <ProblemNote error={confirm.error} />
      {isProblem(confirm.error, "code-attempts-exhausted", "code-expired", "code-used") ? (
        <Button
          variant="default"
          loading={send.isPending}
          onClick={() => {
            confirm.reset();
            send.mutate();
          }}
        >
          {t("signIn.resend")}
        </Button>
      ) : null}
    </>
  );
}
