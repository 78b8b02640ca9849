import { Button, Progress, Skeleton, Title } from "@mantine/core";
import "@mantine/core/styles/Progress.css";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trans, useTranslation } from "react-i18next";
import { fileSize } from "@/features/cloud/fileSize";
import { shown, useProof } from "@/features/settings/security/Proof";
import { day, Failed, Moment, Note, ProblemNote } from "@/ui";
import classes from "./copy.module.css";
import { ask, type Copy, contentOf, copiesQuery, isUnderWay, order, remove } from "./queries";

/** The one copy that matters now: to order, under way, ready, or gone wrong. */
export function OrderCard() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const withProof = useProof();
  const copies = useQuery(copiesQuery);
  const again = () => queryClient.invalidateQueries({ queryKey: copiesQuery.queryKey });
  const ordering = useMutation({ mutationFn: () => withProof(order), onSettled: again });
  const latest = copies.data?.items[0];
  const open = latest && (isUnderWay(latest) || latest.state === "ready");
  return (
    <section className={classes.section} aria-labelledby="copy-order">
      <div>
        <Title order={2} id="copy-order">
          {t("copy.order.title")}
        </Title>
        <p className={classes.soft}>{t("copy.order.why", { count: copies.data?.kept_days ?? 7 })}</p>
      </div>
      {copies.isPending ? <Skeleton height={72} /> : null}
      {copies.isError && !copies.data ? <Failed error={copies.error} onRetry={() => copies.refetch()} /> : null}
      {latest?.state === "failed" ? (
        <Note tone="warn" title={t("copy.order.failed")}>
          <p>{latest.problem === "store-full" ? t("copy.order.full") : t("copy.order.fault")}</p>
        </Note>
      ) : null}
      {latest && isUnderWay(latest) ? <UnderWay copy={latest} /> : null}
      {latest?.state === "ready" ? <Ready copy={latest} /> : null}
      <ProblemNote error={shown(ordering.error)} />
      {copies.data && !(latest && isUnderWay(latest)) ? (
        <div>
          <Button
            variant={open ? "default" : "filled"}
            loading={ordering.isPending}
            onClick={() => ordering.mutate()}
            data-testid="order-copy"
          >
            {open ? t("copy.order.another") : t("copy.order.order")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function UnderWay({ copy }: { copy: Copy }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const stop = useMutation({
    mutationFn: () => remove(copy),
    onSettled: () => queryClient.invalidateQueries({ queryKey: copiesQuery.queryKey }),
  });
  const words: Record<string, string> = {
    contents: t("copy.order.contents"),
    data: t("copy.order.data"),
    pages: t("copy.order.pages"),
  };
  // Contents are almost all of the work; the rest is told by what is being done.
  const percent = copy.bytes_total > 0 ? Math.min(100, (100 * copy.bytes_done) / copy.bytes_total) : 0;
  const waiting = copy.state === "ordered";
  return (
    <div className={classes.progress} data-testid="copy-under-way">
      <div className={classes.main}>
        <strong role="status">{waiting ? t("copy.order.waiting") : words[copy.doing]}</strong>
        <Progress
          value={waiting ? 0 : percent}
          animated={!waiting && copy.doing !== "contents"}
          aria-label={t("copy.order.progress")}
        />
        <span className={classes.soft}>
          {t("copy.order.done", { done: fileSize(copy.bytes_done), total: fileSize(copy.bytes_total) })}
        </span>
      </div>
      <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()} data-testid="stop-copy">
        {t("copy.order.stop")}
      </Button>
    </div>
  );
}

function Ready({ copy }: { copy: Copy }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const withProof = useProof();
  const again = () => queryClient.invalidateQueries({ queryKey: copiesQuery.queryKey });
  const removing = useMutation({ mutationFn: () => remove(copy), onSettled: again });
  const fetching = useMutation({
    mutationFn: () => withProof(() => ask(copy)),
    onSuccess: () => window.location.assign(contentOf(copy)),
  });
  return (
    <div className={classes.ready} data-testid="copy-ready">
      <div className={classes.main}>
        <strong>{t("copy.order.ready", { size: fileSize(copy.size ?? 0) })}</strong>
        <span className={classes.soft}>
          <Trans
            i18nKey="copy.order.made"
            values={{ day: copy.expires_at ? day(copy.expires_at) : "" }}
            components={{ at: <Moment at={copy.ordered_at} /> }}
          />
        </span>
      </div>
      <div className={classes.actions}>
        <Button
          variant="default"
          loading={removing.isPending}
          onClick={() => removing.mutate()}
          data-testid="remove-copy"
        >
          {t("copy.order.remove")}
        </Button>
        <Button
          leftSection={<IconDownload size={18} stroke={1.5} aria-hidden />}
          loading={fetching.isPending}
          onClick={() => fetching.mutate()}
          data-testid="fetch-copy"
        >
          {t("copy.order.fetch")}
        </Button>
      </div>
      <ProblemNote error={shown(fetching.error) ?? removing.error} />
    </div>
  );
}
