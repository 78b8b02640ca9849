import { Button, Loader } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { continueFlow, type SignInState } from "./signIn";
import classes from "./signIn.module.css";

interface Props {
  flow: string;
  onAnswer: (answer: SignInState) => void;
  onStartAgain: () => void;
}

/** Back from a provider: goes on by itself. */
export function FlowStep({ flow, onAnswer, onStartAgain }: Props) {
  const { t } = useTranslation();
  const go = useMutation({ mutationFn: continueFlow, onSuccess: onAnswer });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is reached
  useEffect(() => go.mutate(flow), [flow]);
  if (go.error) {
    return (
      <div className={classes.step}>
        <ProblemNote error={go.error} />
        <Button onClick={onStartAgain}>{t("signIn.startAgain")}</Button>
      </div>
    );
  }
  return (
    <div className={classes.waiting} role="status">
      <Loader size={24} />
      <span>{t("signIn.continuing")}</span>
    </div>
  );
}
