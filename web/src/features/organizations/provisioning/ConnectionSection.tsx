import { Button, PasswordInput, Switch, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Note, ProblemNote, sentences } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { useOrganization } from "../OrganizationLayout";
import { refresh } from "../queries";
import { CopyField } from "./CopyField";
import { GroupMapping, type Line } from "./GroupMapping";
import classes from "./provisioning.module.css";
import { removeConnection, type SsoSettings, saveConnection, ssoQuery, testConnection } from "./queries";
import { TestSteps } from "./TestSteps";

/** The identity provider: its address, our name and secret there, and which of its groups lead where. */
export function ConnectionSection({ settings, onRemoved }: { settings: SsoSettings; onRemoved: () => void }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const { connection } = settings;
  const [issuer, setIssuer] = useState(connection?.issuer ?? "");
  const [clientId, setClientId] = useState(connection?.client_id ?? "");
  const [secret, setSecret] = useState("");
  const [claim, setClaim] = useState(connection?.group_claim ?? "groups");
  const [lines, setLines] = useState<Line[]>(() => connection?.groups.map((line) => ({ ...line })) ?? []);
  const [enabled, setEnabled] = useState(connection?.enabled ?? true);
  const [removing, setRemoving] = useState(false);

  const test = useMutation({ mutationFn: () => testConnection(organization.id) });
  const save = useMutation({
    mutationFn: () =>
      saveConnection(organization.id, {
        issuer: issuer.trim(),
        client_id: clientId.trim(),
        // Nothing typed: the secret stays as it is.
        client_secret: secret || null,
        group_claim: claim.trim(),
        groups: lines.flatMap(({ value, department }) =>
          value.trim() && department ? [{ value: value.trim(), department }] : [],
        ),
        enabled,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(ssoQuery(organization.id).queryKey, saved);
      setSecret("");
      test.reset();
    },
  });
  const remove = useMutation({
    mutationFn: () => removeConnection(organization.id),
    onSuccess: async () => {
      await refresh(queryClient, organization.id);
      onRemoved();
    },
  });

  const ready = issuer.trim() !== "" && clientId.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  const wrongIssuer = isProblem(save.error, "issuer-unusable", "provider-unreachable", "provider-unfit");
  const otherIssuer = connection !== null && issuer.trim() !== connection.issuer;

  return (
    <section className={classes.section}>
      <div>
        <Title order={2}>{t("provisioning.sso.title")}</Title>
        <p className={classes.lead}>{t("provisioning.sso.lead")}</p>
      </div>
      <CopyField label={t("provisioning.sso.redirectUri")} value={settings.redirect_uri} testId="redirect-uri" />
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label={t("provisioning.sso.issuer")}
          description={t("provisioning.sso.issuerHint")}
          placeholder="https://login.example.org"
          inputMode="url"
          spellCheck={false}
          maxLength={300}
          value={issuer}
          error={wrongIssuer && isProblem(save.error) ? sentences(save.error.title, save.error.detail) : null}
          onChange={(event) => {
            save.reset();
            setIssuer(event.currentTarget.value);
          }}
          data-testid="issuer"
        />
        {otherIssuer ? <Note tone="warn">{t("provisioning.sso.otherIssuer")}</Note> : null}
        <div className={classes.pair}>
          <TextInput
            label={t("provisioning.sso.clientId")}
            spellCheck={false}
            maxLength={255}
            value={clientId}
            onChange={(event) => setClientId(event.currentTarget.value)}
            data-testid="client-id"
          />
          <PasswordInput
            size="md"
            label={t("provisioning.sso.clientSecret")}
            placeholder={connection?.has_secret ? t("provisioning.sso.secretKept") : ""}
            autoComplete="off"
            maxLength={300}
            value={secret}
            onChange={(event) => setSecret(event.currentTarget.value)}
            data-testid="client-secret"
          />
        </div>
        <GroupMapping claim={claim} onClaim={setClaim} lines={lines} onLines={setLines} />
        <Switch
          label={t("provisioning.sso.enabled")}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
          data-testid="sso-enabled"
        />
        {save.error && !wrongIssuer ? <ProblemNote error={save.error} /> : null}
        <ProblemNote error={test.error} />
        {test.data ? <TestSteps steps={test.data.steps} /> : null}
        <div className={classes.buttons}>
          {connection ? (
            <Button
              variant="subtle"
              color="heron"
              className={classes.apart}
              onClick={() => setRemoving(true)}
              data-testid="remove-sso"
            >
              {t("provisioning.sso.remove")}
            </Button>
          ) : null}
          <span className={classes.saved} aria-live="polite">
            {save.isSuccess ? t("provisioning.sso.saved") : null}
          </span>
          {connection ? (
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate()} data-testid="test-sso">
              {t("provisioning.sso.test")}
            </Button>
          ) : null}
          <Button type="submit" loading={save.isPending} disabled={!ready} data-testid="save-sso">
            {t("provisioning.sso.save")}
          </Button>
        </div>
      </form>
      {removing ? (
        <ConfirmDialog
          title={t("provisioning.sso.removeTitle")}
          confirm={t("provisioning.sso.remove")}
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setRemoving(false)}
        >
          <p>{t("provisioning.sso.removeText")}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
