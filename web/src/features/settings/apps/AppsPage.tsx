import { Button, Skeleton, Title } from "@mantine/core";
import { IconKey, IconPlugConnectedX, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { PageHead, StatePage } from "@/ui";
import { ProofProvider } from "../security/Proof";
import { AskOnce } from "../sessions/AskOnce";
import classes from "./apps.module.css";
import { CreateDialog } from "./CreateDialog";
import { type AccessToken, type Kind, revokeToken, type ScopeSentence, tokensQuery } from "./queries";
import { TokenItem } from "./TokenItem";

export function AppsPage() {
  const { t, i18n } = useTranslation();
  const queryClient = useQueryClient();
  const tokens = useQuery(tokensQuery(i18n.language));
  const [creating, setCreating] = useState<Kind | null>(null);
  const [asked, setAsked] = useState<AccessToken | null>(null);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ["tokens"] });
  const close = () => {
    setAsked(null);
    revoke.reset();
  };
  const revoke = useMutation({
    mutationFn: (token: AccessToken) => revokeToken(token.id),
    onSuccess: close,
    onSettled: refresh,
  });

  return (
    <>
      <PageHead
        title={t("sessions.apps.title")}
        actions={
          <Button
            leftSection={<IconPlus size={20} stroke={1.5} />}
            disabled={!tokens.data}
            onClick={() => setCreating("app_password")}
            data-testid="new-app-password"
          >
            {t("sessions.apps.newPassword")}
          </Button>
        }
      >
        {t("sessions.apps.lead")}
      </PageHead>
      {tokens.isPending ? <RowsSkeleton /> : null}
      {tokens.isError && !tokens.data ? (
        <StatePage
          scale="block"
          icon={<IconPlugConnectedX size={28} stroke={1.5} />}
          title={isProblem(tokens.error) ? tokens.error.title : t("problem.failed")}
          actions={<Button onClick={() => tokens.refetch()}>{t("common.retry")}</Button>}
        >
          <p>{isProblem(tokens.error) ? tokens.error.detail : t("problem.failedDetail")}</p>
        </StatePage>
      ) : null}
      {tokens.data ? (
        <>
          <Section
            title={t("sessions.apps.passwords")}
            lead={t("sessions.apps.passwordsLead")}
            empty={t("sessions.apps.passwordsEmpty")}
            items={tokens.data.items.filter((token) => token.kind === "app_password")}
            scopes={tokens.data.scopes}
            onRevoke={setAsked}
          />
          <Section
            title={t("sessions.apps.tokens")}
            lead={t("sessions.apps.tokensLead")}
            empty={t("sessions.apps.tokensEmpty")}
            items={tokens.data.items.filter((token) => token.kind === "api_token")}
            scopes={tokens.data.scopes}
            onRevoke={setAsked}
            onNew={() => setCreating("api_token")}
          />
        </>
      ) : null}
      <ProofProvider>
        <CreateDialog
          kind={creating}
          scopes={tokens.data?.scopes ?? []}
          onMade={refresh}
          onClose={() => setCreating(null)}
        />
      </ProofProvider>
      <AskOnce
        question={
          asked && {
            title: t("sessions.apps.revokeTitle", { label: asked.label }),
            text: t("sessions.apps.revokeText"),
            action: t("sessions.apps.revoke"),
          }
        }
        pending={revoke.isPending}
        error={revoke.error}
        onYes={() => asked && revoke.mutate(asked)}
        onNo={close}
      />
    </>
  );
}

interface SectionProps {
  title: string;
  lead: string;
  empty: string;
  items: AccessToken[];
  scopes: ScopeSentence[];
  onRevoke: (token: AccessToken) => void;
  onNew?: () => void;
}

function Section({ title, lead, empty, items, scopes, onRevoke, onNew }: SectionProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.section}>
      <div className={classes.head}>
        <div>
          <Title order={2}>{title}</Title>
          <p className={classes.soft}>{lead}</p>
        </div>
        {onNew ? (
          <Button variant="default" onClick={onNew} data-testid="new-api-token">
            {t("sessions.apps.newToken")}
          </Button>
        ) : null}
      </div>
      {items.length > 0 ? (
        <ul className={classes.list} aria-label={title}>
          {items.map((token) => (
            <TokenItem key={token.id} token={token} scopes={scopes} onRevoke={() => onRevoke(token)} />
          ))}
        </ul>
      ) : (
        <p className={classes.empty}>
          <IconKey size={24} stroke={1.5} aria-hidden />
          {empty}
        </p>
      )}
    </section>
  );
}

function RowsSkeleton() {
  return (
    <ul className={classes.list} aria-busy>
      {["a", "b"].map((row) => (
        <li key={row} className={classes.row}>
          <div className={classes.main}>
            <Skeleton height={16} width={160} />
            <Skeleton height={12} width={240} mt={8} />
          </div>
        </li>
      ))}
    </ul>
  );
}
