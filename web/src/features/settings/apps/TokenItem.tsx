import { Button } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Moment } from "@/ui";
import classes from "./apps.module.css";
import type { AccessToken, ScopeSentence } from "./queries";

interface Props {
  token: AccessToken;
  scopes: ScopeSentence[];
  onRevoke: () => void;
}

export function TokenItem({ token, scopes, onRevoke }: Props) {
  const { t } = useTranslation();
  const sentences = scopes.filter((scope) => token.scopes.includes(scope.name)).map((scope) => scope.sentence);
  return (
    <li className={classes.row} data-testid="token">
      <div className={classes.main}>
        <span className={classes.name}>
          {token.label}
          {token.expired ? <span className={classes.expired}>{t("sessions.apps.expired")}</span> : null}
        </span>
        <ul className={classes.sentences}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <span className={classes.facts}>
          <span>
            <Trans i18nKey="sessions.apps.created" components={{ when: <Moment at={token.created_at} /> }} />
          </span>
          <span>
            {token.last_used_at ? (
              <Trans i18nKey="sessions.apps.used" components={{ when: <Moment at={token.last_used_at} /> }} />
            ) : (
              t("sessions.apps.unused")
            )}
          </span>
          {token.expires_at && !token.expired ? (
            <span>
              <Trans i18nKey="sessions.apps.ends" components={{ when: <Moment at={token.expires_at} /> }} />
            </span>
          ) : null}
        </span>
      </div>
      <Button
        variant="subtle"
        color="heron"
        onClick={onRevoke}
        aria-label={t("sessions.apps.revokeLabel", { label: token.label })}
        data-testid="revoke-token"
      >
        {t("sessions.apps.revoke")}
      </Button>
    </li>
  );
}
