import { Button, Skeleton } from "@mantine/core";
import { IconBuilding, IconDeviceMobile, IconFingerprint, IconPassword } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { loadTexts, Note, ProblemNote } from "@/ui";
import { type Entry, type SignInState, waysQuery } from "./signIn";
import classes from "./signIn.module.css";
import { askPasskey, passkeyHindrance, wasCancelled } from "./webauthn";

const WechatButton = lazy(async () => {
  const [part] = await Promise.all([import("./WechatButton"), loadTexts("security")]);
  return { default: part.WechatButton };
});

interface Props {
  current: Entry;
  /** The accepted version; undefined until the box is ticked: these send something, so they wait for it. */
  policyVersion: string | undefined;
  next: string | undefined;
  onChoose: (entry: Entry) => void;
  onAnswer: (answer: SignInState) => void;
}

/** The other ways in. */
export function Ways({ current, policyVersion, next, onChoose, onAnswer }: Props) {
  const { t } = useTranslation();
  const ways = useQuery(waysQuery);

  const passkey = useMutation({
    mutationFn: async (version: string) => {
      const { flow, options } = await unwrap(
        api.POST("/api/v1/sign-in/passkey/options", { body: { policy_version: version } }),
      );
      const credential = await askPasskey(options);
      return unwrap<SignInState>(
        api.POST("/api/v1/sign-in/{flow}/passkey", { params: { path: { flow } }, body: { credential } }),
      );
    },
    onSuccess: onAnswer,
  });

  const entries = [
    { entry: "phone", label: t("signIn.usePhone"), Icon: IconDeviceMobile },
    { entry: "password", label: t("signIn.usePassword"), Icon: IconPassword },
    { entry: "organization", label: t("signIn.useOrganization"), Icon: IconBuilding },
  ] as const;

  return (
    <section className={classes.ways} aria-label={t("signIn.ways")}>
      <p className={classes.or}>
        <span>{t("signIn.or")}</span>
      </p>
      {entries
        .filter(({ entry }) => entry !== current)
        .map(({ entry, label, Icon }) => (
          <Button
            key={entry}
            variant="default"
            leftSection={<Icon size={20} stroke={1.5} />}
            onClick={() => onChoose(entry)}
            data-testid={`use-${entry}`}
          >
            {label}
          </Button>
        ))}
      {passkeyHindrance() === null ? (
        <Button
          variant="default"
          leftSection={<IconFingerprint size={20} stroke={1.5} />}
          disabled={!policyVersion}
          loading={passkey.isPending}
          onClick={() => policyVersion && passkey.mutate(policyVersion)}
          data-testid="use-passkey"
        >
          {t("signIn.usePasskey")}
        </Button>
      ) : null}
      {wasCancelled(passkey.error) ? (
        <div role="status" className={classes.wide}>
          <Note>{t("signIn.passkeyCancelled")}</Note>
        </div>
      ) : passkey.error ? (
        <div className={classes.wide}>
          <ProblemNote error={passkey.error} />
        </div>
      ) : null}
      {ways.data?.wechat ? (
        <div className={classes.wide}>
          <Suspense fallback={<Skeleton height={42} />}>
            <WechatButton policyVersion={policyVersion ?? null} next={next} />
          </Suspense>
        </div>
      ) : null}
    </section>
  );
}
