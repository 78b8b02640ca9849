import { Button, PinInput } from "@mantine/core";
import { IconDeviceMobileCode } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { day, ProblemNote } from "@/ui";
import { Card } from "./Card";
import { shown, useProof } from "./Proof";
import { useRefresh } from "./queries";
import classes from "./security.module.css";

export function TotpCard({ since, onCodes }: { since: string | null; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState(false);
  const refresh = useRefresh();
  const withProof = useProof();

  const begin = useMutation({ mutationFn: () => withProof(() => unwrap(api.POST("/api/v1/second-factor/totp"))) });
  const remove = useMutation({
    mutationFn: () => withProof(() => unwrap(api.DELETE("/api/v1/second-factor/totp"))),
    onSuccess: async () => {
      await refresh();
      setRemoving(false);
    },
  });

  return (
    <Card
      testId="totp-card"
      icon={<IconDeviceMobileCode size={24} stroke={1.5} aria-hidden />}
      title={t("security.totp.title")}
      text={since ? t("security.totp.since", { date: day(since) }) : t("security.totp.lead")}
      action={
        since ? (
          removing ? null : (
            <Button variant="default" onClick={() => setRemoving(true)} data-testid="remove-totp">
              {t("security.remove")}
            </Button>
          )
        ) : begin.data ? null : (
          <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()} data-testid="set-up-totp">
            {t("security.totp.setUp")}
          </Button>
        )
      }
    >
      <ProblemNote error={shown(begin.error)} />
      {!since && begin.data ? (
        <Enrolment
          secret={begin.data.secret}
          qr={begin.data.qr}
          onCancel={begin.reset}
          onDone={async (codes) => {
            await refresh();
            begin.reset();
            if (codes.length > 0) onCodes(codes);
          }}
        />
      ) : null}
      {removing ? (
        <div className={classes.stack}>
          <p className={classes.text}>{t("security.totp.removeQuestion")}</p>
          <ProblemNote error={shown(remove.error)} />
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setRemoving(false)} autoFocus>
              {t("common.cancel")}
            </Button>
            <Button
              color="heron"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
              data-testid="confirm-remove-totp"
            >
              {t("security.remove")}
            </Button>
          </div>
        </div>
      ) : null}
    </Card>
  );
}

interface EnrolmentProps {
  secret: string;
  qr: string;
  onDone: (codes: string[]) => void;
  onCancel: () => void;
}

function Enrolment({ secret, qr, onDone, onCancel }: EnrolmentProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const withProof = useProof();
  const confirm = useMutation({
    mutationFn: (typed: string) =>
      withProof(() => unwrap(api.POST("/api/v1/second-factor/totp/confirm", { body: { code: typed } }))),
    onSuccess: ({ recovery_codes }) => onDone(recovery_codes),
    onError: () => setCode(""),
  });
  return (
    <div className={classes.enrolment}>
      <img src={qr} alt={t("security.totp.qr")} width={192} height={192} className={classes.qr} />
      <ol className={classes.steps}>
        <li>
          {t("security.totp.scan")}
          <details className={classes.typed}>
            <summary>{t("security.totp.cannotScan")}</summary>
            <p>{t("security.totp.type")}</p>
            <code className={classes.secret} data-testid="totp-secret">
              {secret.match(/.{1,4}/g)?.join(" ")}
            </code>
          </details>
        </li>
        <li>
          {t("security.totp.enter")}
          <div className={classes.pins} data-testid="totp-code">
            <PinInput
              length={6}
              type="number"
              oneTimeCode
              aria-label={t("security.factor.totpLabel")}
              placeholder=""
              value={code}
              onChange={setCode}
              onComplete={(typed) => {
                if (!confirm.isPending) confirm.mutate(typed);
              }}
              error={Boolean(shown(confirm.error))}
              readOnly={confirm.isPending}
            />
          </div>
        </li>
      </ol>
      <div className={classes.wide}>
        <ProblemNote error={shown(confirm.error)} />
        <Button variant="default" onClick={onCancel}>
          {isProblem(confirm.error, "totp-not-started") ? t("security.totp.again") : t("common.cancel")}
        </Button>
      </div>
    </div>
  );
}
