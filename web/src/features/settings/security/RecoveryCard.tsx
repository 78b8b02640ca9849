import { Button } from "@mantine/core";
import { IconLifebuoy } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { ProblemNote } from "@/ui";
import { Card } from "./Card";
import { shown, useProof } from "./Proof";
import { useRefresh } from "./queries";
import classes from "./security.module.css";

/** Fewer than this, and it is time for new ones. */
const FEW = 3;

export function RecoveryCard({ left, onCodes }: { left: number; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const refresh = useRefresh();
  const withProof = useProof();
  const make = useMutation({
    mutationFn: () => withProof(() => unwrap(api.POST("/api/v1/second-factor/recovery-codes"))),
    onSuccess: async ({ recovery_codes }) => {
      await refresh();
      setAsking(false);
      onCodes(recovery_codes);
    },
  });
  return (
    <Card
      testId="recovery-card"
      icon={<IconLifebuoy size={24} stroke={1.5} aria-hidden />}
      title={t("security.recovery.title")}
      text={
        <>
          {t("security.recovery.left", { count: left })} {left < FEW ? t("security.recovery.few") : null}
        </>
      }
      action={
        asking ? null : (
          <Button variant="default" onClick={() => setAsking(true)} data-testid="new-recovery-codes">
            {t("security.recovery.make")}
          </Button>
        )
      }
    >
      {asking ? (
        <div className={classes.stack}>
          <p className={classes.text}>{t("security.recovery.question")}</p>
          <ProblemNote error={shown(make.error)} />
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setAsking(false)} autoFocus>
              {t("common.cancel")}
            </Button>
            <Button loading={make.isPending} onClick={() => make.mutate()} data-testid="confirm-new-recovery-codes">
              {t("security.recovery.make")}
            </Button>
          </div>
        </div>
      ) : null}
    </Card>
  );
}
