import { Button, Checkbox, Skeleton } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import classes from "./consent.module.css";
import { usePolicySummary } from "./policy";

interface Props {
  accepted: boolean;
  onAccepted: (accepted: boolean) => void;
}

/** The policy in short and the box that accepts it. The box is never ticked for anybody. */
export function PolicyConsent({ accepted, onAccepted }: Props) {
  const { t } = useTranslation();
  const policy = usePolicySummary();
  if (policy.isError) {
    return (
      <div className={classes.consent}>
        <ProblemNote error={policy.error} />
        <Button variant="default" onClick={() => policy.refetch()}>
          {t("common.retry")}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.consent}>
      <strong className={classes.heading}>{t("consent.short")}</strong>
      {policy.data ? (
        <ul className={classes.summary}>
          {policy.data.summary.map((line) => (
            <li key={line.text}>{line.text}</li>
          ))}
        </ul>
      ) : (
        <Skeleton height={88} />
      )}
      <Checkbox
        checked={accepted}
        onChange={(event) => onAccepted(event.currentTarget.checked)}
        disabled={!policy.data}
        data-testid="accept-policy"
        label={
          <Trans
            i18nKey="consent.accept"
            values={{ version: policy.data?.version ?? "" }}
            components={{
              nowrap: <span className={classes.version} />,
              // A new tab: what was typed here must still be here after reading.
              policy: (
                // biome-ignore lint/a11y/useAnchorContent: Trans fills it
                <a href="/privacy" target="_blank" rel="noreferrer" />
              ),
            }}
          />
        }
      />
    </div>
  );
}
