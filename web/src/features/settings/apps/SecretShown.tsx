import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText, Note } from "@/ui";
import classes from "./apps.module.css";
import type { Made } from "./queries";

export function SecretShown({ made, onDone }: { made: Made; onDone: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const isPassword = made.token.kind === "app_password";
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <div className={classes.dialog}>
      <div>
        <span className={classes.soft}>
          {isPassword ? t("sessions.apps.secretPassword") : t("sessions.apps.secretToken")}
        </span>
        <output className={classes.secret} data-testid="secret">
          {made.secret}
        </output>
      </div>
      {isPassword ? <p className={classes.soft}>{t("sessions.apps.passwordsLead")}</p> : null}
      <Note tone="warn">{t("sessions.apps.shownWhy")}</Note>
      <div className={classes.answers}>
        <Button
          variant="default"
          leftSection={<Icon size={18} stroke={1.5} />}
          onClick={async () => setCopied(await copyText(made.secret))}
          data-testid="copy-secret"
        >
          <span aria-live="polite">{copied ? t("sessions.apps.copied") : t("sessions.apps.copy")}</span>
        </Button>
        <Button onClick={onDone} data-testid="secret-done">
          {t("sessions.apps.done")}
        </Button>
      </div>
    </div>
  );
}
