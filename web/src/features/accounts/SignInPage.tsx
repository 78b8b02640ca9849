import { Skeleton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CodeSent } from "@/api";
import { loadTexts, useTitle } from "@/ui";
import type { EntryProps } from "./EntryForm";
import { PhoneStep } from "./PhoneStep";
import type { Entry, Method, SignInState } from "./signIn";
import classes from "./signIn.module.css";

// Only the first step is in the first load; the next one comes while the phone number is typed.
const loadCodeStep = () => import("./CodeStep");
const CodeStep = lazy(() => loadCodeStep().then((part) => ({ default: part.CodeStep })));
const AgeStep = lazy(() => import("./AgeStep").then((part) => ({ default: part.AgeStep })));
const RefusedStep = lazy(() => import("./RefusedStep").then((part) => ({ default: part.RefusedStep })));
const PasswordStep = lazy(() => import("./PasswordStep").then((part) => ({ default: part.PasswordStep })));
const SsoStep = lazy(() => import("./SsoStep").then((part) => ({ default: part.SsoStep })));
const FlowStep = lazy(() => import("./FlowStep").then((part) => ({ default: part.FlowStep })));
const withSecurityTexts = () => loadTexts("security");
const SecondFactorStep = lazy(async () => {
  const [part] = await Promise.all([import("./SecondFactorStep"), withSecurityTexts()]);
  return { default: part.SecondFactorStep };
});
const ArrivalNote = lazy(async () => {
  const [part] = await Promise.all([import("./ArrivalNote"), withSecurityTexts()]);
  return { default: part.ArrivalNote };
});

type Step =
  | { at: Entry | "refused" }
  | { at: "flow"; flow: string }
  | { at: "code"; sent: CodeSent }
  | { at: "age"; flow: string; minimumAge: number | null }
  | { at: "second"; flow: string; methods: Method[] };

export function SignInPage() {
  const { t } = useTranslation();
  const { next, flow, problem } = useSearch({ from: "/framed/sign-in" });
  const router = useRouter();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Step>(flow ? { at: "flow", flow } : { at: "phone" });
  // Kept here, not in the steps: going back must give back what was typed, and one acceptance counts for every way.
  const [phone, setPhone] = useState("");
  const [accepted, setAccepted] = useState(false);
  useTitle(t("signIn.title"));
  useEffect(() => {
    if (phone) void loadCodeStep();
  }, [phone]);

  const done = async () => {
    await queryClient.resetQueries();
    await router.navigate({ href: next ?? "/meetings", replace: true });
  };
  const advance = (answer: SignInState) => {
    if (answer.state === "signed_in") return done();
    if (answer.state === "age_required") {
      return setStep({ at: "age", flow: answer.flow, minimumAge: answer.minimum_age });
    }
    if (answer.state === "second_factor") {
      return setStep({ at: "second", flow: answer.flow, methods: answer.methods });
    }
    setStep(answer.state === "ready" ? { at: "flow", flow: answer.flow } : { at: "phone" });
  };
  const startAgain = () => setStep({ at: "phone" });
  const entry: EntryProps = {
    accepted,
    onAccepted: setAccepted,
    onRefused: () => setStep({ at: "refused" }),
    onChoose: (at) => setStep({ at }),
    onAnswer: advance,
    next,
  };

  return (
    <div className={classes.page}>
      <section className={classes.card}>
        <Suspense fallback={<Skeleton height={240} />}>
          {problem && step.at === "phone" ? (
            <div className={classes.arrival}>
              <ArrivalNote problem={problem} />
            </div>
          ) : null}
          {step.at === "phone" ? (
            <PhoneStep {...entry} phone={phone} onPhone={setPhone} onSent={(sent) => setStep({ at: "code", sent })} />
          ) : null}
          {step.at === "password" ? <PasswordStep {...entry} phone={phone} onPhone={setPhone} /> : null}
          {step.at === "organization" ? <SsoStep {...entry} /> : null}
          {step.at === "refused" ? <RefusedStep onBack={startAgain} /> : null}
          {step.at === "flow" ? <FlowStep flow={step.flow} onAnswer={advance} onStartAgain={startAgain} /> : null}
          {step.at === "code" ? (
            <CodeStep
              sent={step.sent}
              phone={phone}
              onResent={(sent) => setStep({ at: "code", sent })}
              onChangeNumber={startAgain}
              onAnswer={advance}
            />
          ) : null}
          {step.at === "age" ? (
            <AgeStep flow={step.flow} minimumAge={step.minimumAge} onRegistered={done} onStartAgain={startAgain} />
          ) : null}
          {step.at === "second" ? (
            <SecondFactorStep flow={step.flow} methods={step.methods} onAnswer={advance} onStartAgain={startAgain} />
          ) : null}
        </Suspense>
      </section>
    </div>
  );
}
