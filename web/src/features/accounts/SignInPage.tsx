import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CodeSent } from "@/api";
import { useTitle } from "@/ui";
import { AgeStep } from "./AgeStep";
import { CodeStep } from "./CodeStep";
import { PhoneStep } from "./PhoneStep";
import { RefusedStep } from "./RefusedStep";
import classes from "./signIn.module.css";

type Step = { at: "phone" } | { at: "refused" } | { at: "code"; sent: CodeSent } | { at: "age"; flow: string };

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = useSearch({ from: "/framed/sign-in" });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Step>({ at: "phone" });
  // Kept here, not in the step: "change number" must give back what was typed.
  const [phone, setPhone] = useState("");
  useTitle(t("signIn.title"));

  const done = async () => {
    await queryClient.resetQueries();
    await router.navigate({ href: next ?? "/meetings", replace: true });
  };

  return (
    <div className={classes.page}>
      <section className={classes.card}>
        {step.at === "phone" ? (
          <PhoneStep
            phone={phone}
            onPhone={setPhone}
            onSent={(sent) => setStep({ at: "code", sent })}
            onRefused={() => setStep({ at: "refused" })}
          />
        ) : null}
        {step.at === "refused" ? <RefusedStep onBack={() => setStep({ at: "phone" })} /> : null}
        {step.at === "code" ? (
          <CodeStep
            sent={step.sent}
            phone={phone}
            onResent={(sent) => setStep({ at: "code", sent })}
            onChangeNumber={() => setStep({ at: "phone" })}
            onSignedIn={done}
            onAgeRequired={() => setStep({ at: "age", flow: step.sent.flow })}
          />
        ) : null}
        {step.at === "age" ? (
          <AgeStep flow={step.flow} onRegistered={done} onStartAgain={() => setStep({ at: "phone" })} />
        ) : null}
      </section>
    </div>
  );
}
