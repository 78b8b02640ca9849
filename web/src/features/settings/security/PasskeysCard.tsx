import { Button, Skeleton, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { createPasskey, passkeyHindrance, wasCancelled, wasThere } from "@/features/accounts/webauthn";
import { Moment, Note, ProblemNote } from "@/ui";
import { Card } from "./Card";
import { shown, useProof } from "./Proof";
import { type Passkey, passkeysQuery, useRefresh } from "./queries";
import classes from "./security.module.css";

// The first that fits: ChromeOS and Android come before the Linux that they are.
const SYSTEMS = ["iPhone", "iPad", "Android", "Windows", "CrOS", "Mac", "Linux"];

/** What to call it until the person gives it a name: the system it was made on. */
const ownName = () => SYSTEMS.find((name) => navigator.userAgent.includes(name));

export function PasskeysCard({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const passkeys = useQuery(passkeysQuery);
  const refresh = useRefresh();
  const withProof = useProof();
  const hindrance = passkeyHindrance();

  const add = useMutation({
    mutationFn: async () => {
      const { flow, options } = await withProof(() => unwrap(api.POST("/api/v1/passkeys/options")));
      const credential = await createPasskey(options);
      const label = ownName() ?? t("security.passkeys.unnamed");
      return unwrap(api.POST("/api/v1/passkeys", { body: { flow, label, credential } }));
    },
    onSuccess: async ({ recovery_codes }) => {
      await refresh();
      if (recovery_codes.length > 0) onCodes(recovery_codes);
    },
  });
  const hindrances = {
    insecure: t("security.passkeys.insecure"),
    address: t("security.passkeys.address"),
    browser: t("security.passkeys.browser"),
  };

  return (
    <Card
      testId="passkeys-card"
      icon={<IconFingerprint size={24} stroke={1.5} aria-hidden />}
      title={t("security.passkeys.title")}
      text={t("security.passkeys.lead")}
      action={
        <Button
          variant="default"
          disabled={hindrance !== null}
          loading={add.isPending}
          onClick={() => add.mutate()}
          data-testid="add-passkey"
        >
          {t("security.passkeys.add")}
        </Button>
      }
    >
      {hindrance ? <Note>{hindrances[hindrance]}</Note> : null}
      {wasCancelled(add.error) ? <Note>{t("signIn.passkeyCancelled")}</Note> : null}
      {wasThere(add.error) ? <Note>{t("security.passkeys.there")}</Note> : null}
      {wasCancelled(add.error) || wasThere(add.error) ? null : <ProblemNote error={shown(add.error)} />}
      {passkeys.isPending ? <Skeleton height={56} /> : null}
      {passkeys.error ? (
        <>
          <ProblemNote error={passkeys.error} />
          <Button variant="default" className={classes.start} onClick={() => passkeys.refetch()}>
            {t("common.retry")}
          </Button>
        </>
      ) : null}
      {passkeys.data?.length ? (
        <ul className={classes.list}>
          {passkeys.data.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Row({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<"nothing" | "naming" | "removing">("nothing");
  const [label, setLabel] = useState(passkey.label);
  const refresh = useRefresh();
  const withProof = useProof();
  const path = { params: { path: { passkey: passkey.id } } };
  const close = async () => {
    await refresh();
    setDoing("nothing");
  };

  const rename = useMutation({
    mutationFn: () => unwrap(api.PATCH("/api/v1/passkeys/{passkey}", { ...path, body: { label: label.trim() } })),
    onSuccess: close,
  });
  const remove = useMutation({
    mutationFn: () => withProof(() => unwrap(api.DELETE("/api/v1/passkeys/{passkey}", path))),
    onSuccess: close,
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (label.trim()) rename.mutate();
  };

  return (
    <li className={classes.row} data-testid="passkey">
      {doing === "naming" ? (
        <form className={classes.naming} onSubmit={save} noValidate>
          <TextInput
            aria-label={t("security.passkeys.name")}
            autoFocus
            maxLength={60}
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!label.trim()} loading={rename.isPending}>
            {t("security.save")}
          </Button>
        </form>
      ) : (
        <div className={classes.words}>
          <bdi className={classes.name}>{passkey.label}</bdi>
          <p className={classes.text}>
            {passkey.last_used_at ? t("security.passkeys.used") : t("security.passkeys.added")}{" "}
            <Moment at={passkey.last_used_at ?? passkey.created_at} />
          </p>
        </div>
      )}
      {doing === "nothing" ? (
        <div className={classes.actions}>
          <Button variant="subtle" px={8} onClick={() => setDoing("naming")}>
            {t("security.passkeys.rename")}
          </Button>
          <Button
            variant="subtle"
            color="heron"
            px={8}
            onClick={() => setDoing("removing")}
            data-testid="remove-passkey"
          >
            {t("security.remove")}
          </Button>
        </div>
      ) : null}
      {doing === "removing" ? (
        <div className={classes.question}>
          <p className={classes.text}>{t("security.passkeys.removeQuestion", { name: passkey.label })}</p>
          <div className={classes.actions}>
            <Button variant="default" onClick={() => setDoing("nothing")} autoFocus>
              {t("common.cancel")}
            </Button>
            <Button
              color="heron"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
              data-testid="confirm-remove-passkey"
            >
              {t("security.remove")}
            </Button>
          </div>
        </div>
      ) : null}
      <ProblemNote error={rename.error ?? shown(remove.error)} />
    </li>
  );
}
