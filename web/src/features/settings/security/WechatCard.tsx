import { Button, Skeleton } from "@mantine/core";
import { IconBrandWechat } from "@tabler/icons-react";
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { waysQuery } from "@/features/accounts/signIn";
import { WechatProblem } from "@/features/accounts/WechatProblem";
import { ProblemNote } from "@/ui";
import { Card } from "./Card";
import { shown, useProof } from "./Proof";
import { useRefresh } from "./queries";
import classes from "./security.module.css";

// Among the security queries: a passkey that comes or goes changes what may be disconnected.
const identitiesQuery = queryOptions({
  queryKey: ["security", "identities"],
  queryFn: () => unwrap(api.GET("/api/v1/identities")),
});

/** Connect and disconnect WeChat as a way to sign in; shown where it is set up, or connected from before. */
export function WechatCard() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const problem = useSearch({ strict: false, select: (search: { problem?: unknown }) => search.problem });
  const ways = useQuery(waysQuery);
  const identities = useQuery(identitiesQuery);
  const withProof = useProof();
  const connect = useMutation({
    mutationFn: () => withProof(() => unwrap(api.POST("/api/v1/identities/wechat"))),
    onSuccess: ({ location }) => window.location.assign(location),
  });
  const wechat = identities.data?.identities.find((identity) => identity.provider === "wechat");

  if (!wechat && !ways.data?.wechat) return null;
  const action = wechat ? (
    wechat.removable && !asking ? (
      <Button variant="default" onClick={() => setAsking(true)} data-testid="wechat-disconnect">
        {t("security.wechat.disconnect")}
      </Button>
    ) : null
  ) : identities.data ? (
    <Button
      variant="default"
      loading={connect.isPending || connect.isSuccess}
      onClick={() => connect.mutate()}
      data-testid="wechat-connect"
    >
      {t("security.wechat.connect")}
    </Button>
  ) : identities.error ? (
    <Button variant="default" onClick={() => identities.refetch()}>
      {t("common.retry")}
    </Button>
  ) : (
    <Skeleton width={96} height={36} />
  );

  return (
    <Card
      testId="wechat-card"
      icon={<IconBrandWechat size={24} stroke={1.5} aria-hidden />}
      title={t("security.wechat.title")}
      text={
        !wechat
          ? t("security.wechat.lead")
          : wechat.removable
            ? t("security.wechat.connected")
            : t("security.wechat.lastWayIn")
      }
      action={action}
    >
      {asking && wechat ? <Disconnect id={wechat.id} onEnd={() => setAsking(false)} /> : null}
      <ProblemNote error={identities.error ?? shown(connect.error)} />
      {wechat ? null : <WechatProblem slug={typeof problem === "string" ? problem : undefined} />}
    </Card>
  );
}

/** Asked once: only scanning again would undo it. */
function Disconnect({ id, onEnd }: { id: string; onEnd: () => void }) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const withProof = useProof();
  const disconnect = useMutation({
    mutationFn: () =>
      withProof(() => unwrap(api.DELETE("/api/v1/identities/{identity}", { params: { path: { identity: id } } }))),
    onSuccess: async () => {
      await refresh();
      onEnd();
    },
  });
  return (
    <div className={classes.stack}>
      <p className={classes.text}>{t("security.wechat.disconnectQuestion")}</p>
      <ProblemNote error={shown(disconnect.error)} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onEnd} autoFocus>
          {t("common.cancel")}
        </Button>
        <Button
          color="heron"
          loading={disconnect.isPending}
          onClick={() => disconnect.mutate()}
          data-testid="wechat-disconnect-confirm"
        >
          {t("security.wechat.disconnect")}
        </Button>
      </div>
    </div>
  );
}
