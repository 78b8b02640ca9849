import { Button, Skeleton } from "@mantine/core";
import { IconCircleCheck, IconCircleX, IconFileCertificate } from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
import { Moment, ProblemNote } from "@/ui";
import classes from "./access.module.css";
import { useProof } from "./queries";

/** That an entry is in the log under its last signature: recomputed here, not believed. */
export function ProofCard({ number }: { number: number }) {
  const { t } = useTranslation();
  const proof = useProof(number);
  if (proof.isError) {
    return (
      <div className={classes.proof}>
        <ProblemNote error={proof.error} />
        <Button variant="default" size="xs" onClick={() => proof.refetch()}>
          {t("common.retry")}
        </Button>
      </div>
    );
  }
  if (!proof.data) return <Skeleton height={96} m={16} mt={0} aria-busy />;
  const { holds, head, entry, path } = proof.data;
  return (
    <div className={classes.proof} data-testid="proof">
      <p className={classes.verdict} data-holds={holds}>
        {holds === null ? (
          <IconFileCertificate size={20} stroke={1.5} aria-hidden />
        ) : holds ? (
          <IconCircleCheck size={20} stroke={1.5} aria-hidden />
        ) : (
          <IconCircleX size={20} stroke={1.5} aria-hidden />
        )}
        <strong>
          {holds === null ? t("accesses.proofUnseen") : holds ? t("accesses.proofHolds") : t("accesses.proofFails")}
        </strong>
      </p>
      <p>
        <Trans
          i18nKey="accesses.head"
          values={{ number, count: head.size }}
          components={{ at: <Moment at={head.at} /> }}
        />
      </p>
      <details>
        <summary className={classes.inner}>{t("accesses.details")}</summary>
        <pre lang="en">{entry}</pre>
        <ul>
          {path.map((hash) => (
            <li key={hash}>{hash}</li>
          ))}
        </ul>
        <p>
          {t("accesses.root")} <code>{head.root}</code>
        </p>
      </details>
    </div>
  );
}
