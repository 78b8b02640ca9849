import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import classes from "./provisioning.module.css";
import type { Step } from "./queries";

/** What a test found, step by step: what is well, and what to do about the rest. */
export function TestSteps({ steps }: { steps: Step[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.steps} aria-live="polite" data-testid="test-steps">
      {steps.map((step) => {
        const Icon = step.passed ? IconCircleCheck : IconCircleX;
        return (
          <li key={step.name} data-passed={step.passed}>
            <Icon size={20} stroke={1.5} aria-hidden />
            <span>
              {words(t, step)}
              {step.passed || !step.reason ? null : <code>{step.reason}</code>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function words(t: TFunction, { name, passed }: Step): string {
  switch (name) {
    case "reachable":
      return t("provisioning.test.unreachable");
    case "discovery":
      return passed ? t("provisioning.test.discovery") : t("provisioning.test.discoveryFailed");
    case "keys":
      return passed ? t("provisioning.test.keys") : t("provisioning.test.keysFailed");
    case "client":
      return passed ? t("provisioning.test.client") : t("provisioning.test.clientFailed");
    case "domain":
      return passed ? t("provisioning.test.domain") : t("provisioning.test.domainFailed");
  }
}
