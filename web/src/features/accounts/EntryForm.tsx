import { Button, Title } from "@mantine/core";
import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { PolicyConsent, usePolicySummary } from "@/features/privacy";
import type { Entry, SignInState } from "./signIn";
import classes from "./signIn.module.css";
import { Ways } from "./Ways";

/** What every way in shares: whether the policy is accepted, and where one goes from here. */
export interface EntryProps {
  accepted: boolean;
  onAccepted: (accepted: boolean) => void;
  onRefused: () => void;
  onChoose: (entry: Entry) => void;
  onAnswer: (answer: SignInState) => void;
  next: string | undefined;
}

interface Props extends EntryProps {
  entry: Entry;
  title: string;
  lead: string;
  children: ReactNode;
  /** What is not filled in yet, in a sentence. */
  missing: string | null;
  action: string;
  actionId: string;
  pending: boolean;
  problem: ReactNode;
  onSubmit: (policyVersion: string) => void;
}

/** One form for each way that takes something typed: the fields, the policy, and the other ways below. */
export function EntryForm({
  entry,
  title,
  lead,
  children,
  action,
  actionId,
  pending,
  problem,
  onSubmit,
  ...rest
}: Props) {
  const { t } = useTranslation();
  const policy = usePolicySummary();
  const reasonId = useId();
  const missing = rest.missing ?? (rest.accepted ? null : t("signIn.needAcceptance"));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing && policy.data) onSubmit(policy.data.version);
  };

  return (
    <div className={classes.step}>
      <form className={classes.step} onSubmit={submit} noValidate>
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          <p className={classes.lead}>{lead}</p>
        </div>
        {children}
        <PolicyConsent accepted={rest.accepted} onAccepted={rest.onAccepted} />
        {problem}
        <div className={classes.pair}>
          <Button variant="default" onClick={rest.onRefused} data-testid="refuse-policy">
            {t("consent.refuse")}
          </Button>
          <Button
            type="submit"
            disabled={Boolean(missing) || !policy.data}
            loading={pending}
            aria-describedby={missing ? reasonId : undefined}
            data-testid={actionId}
          >
            {action}
          </Button>
        </div>
        {missing ? (
          <p className={classes.reason} id={reasonId}>
            {missing}
          </p>
        ) : null}
      </form>
      <Ways
        current={entry}
        policyVersion={rest.accepted ? policy.data?.version : undefined}
        next={rest.next}
        onChoose={rest.onChoose}
        onAnswer={rest.onAnswer}
      />
    </div>
  );
}
