import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHead, ProblemNote } from "@/ui";
import { CodesDialog } from "./CodesDialog";
import { PasskeysCard } from "./PasskeysCard";
import { PasswordCard } from "./PasswordCard";
import { ProofProvider } from "./Proof";
import { securityQuery } from "./queries";
import { RecoveryCard } from "./RecoveryCard";
import classes from "./security.module.css";
import { TotpCard } from "./TotpCard";
import { WechatCard } from "./WechatCard";

export function SecurityPage() {
  const { t } = useTranslation();
  const security = useQuery(securityQuery);
  const [codes, setCodes] = useState<string[] | null>(null);

  return (
    <ProofProvider>
      <PageHead title={t("security.title")}>{t("security.lead")}</PageHead>
      <div className={classes.page}>
        {security.data ? (
          <>
            <h2 className={classes.part}>{t("security.first")}</h2>
            <PasswordCard has={security.data.password} phoneHint={security.data.phone_hint} />
            <WechatCard />
            <h2 className={classes.part}>{t("security.second")}</h2>
            <p className={classes.text}>{t("security.secondLead")}</p>
            <TotpCard since={security.data.totp_since} onCodes={setCodes} />
            <PasskeysCard onCodes={setCodes} />
            {security.data.totp_since || security.data.passkeys > 0 ? (
              <RecoveryCard left={security.data.recovery_codes_left} onCodes={setCodes} />
            ) : null}
          </>
        ) : security.error ? (
          <>
            <ProblemNote error={security.error} />
            <Button variant="default" className={classes.start} onClick={() => security.refetch()}>
              {t("common.retry")}
            </Button>
          </>
        ) : (
          [88, 88, 88].map((height, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other identity
            <Skeleton key={index} height={height} />
          ))
        )}
      </div>
      <CodesDialog codes={codes} onClose={() => setCodes(null)} />
    </ProofProvider>
  );
}
