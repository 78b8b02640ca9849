import { Button, Loader, Skeleton } from "@mantine/core";
import { IconCircleCheck, IconDownload, IconFeather } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/features/accounts";
import { day, exact, Failed, Note, PageHead, StatePage } from "@/ui";
import { write } from "@/ui/storage";
import classes from "./erasure.module.css";
import { PlanView } from "./PlanView";
import { certificateAddress, useReceipt } from "./queries";

/** For somebody who has no account any more: how far it is, and the certificate. */
export function FarewellPage() {
  const { t } = useTranslation();
  const { receipt } = useParams({ from: "/framed/privacy/farewell/$receipt" });
  const { data, error, refetch } = useReceipt(receipt);
  useForgetting(data?.state);
  if (error && !data) return <Failed error={error} onRetry={() => refetch()} scale="page" />;
  if (!data) return <Skeleton height={240} radius={10} className={classes.page} />;
  if (data.state === "cancelled") {
    return (
      <StatePage icon={<IconFeather size={28} stroke={1.5} />} title={t("erasure.keptTitle")}>
        <p>{t("erasure.keptText")}</p>
      </StatePage>
    );
  }
  if (data.state === "planned") {
    return (
      <StatePage
        icon={<IconFeather size={28} stroke={1.5} />}
        title={t("erasure.orderedTitle", { when: exact(data.due_at) })}
      >
        <p>{t("erasure.comeBack")}</p>
      </StatePage>
    );
  }
  if (data.state !== "done") {
    return (
      <StatePage icon={<Loader size={28} />} title={t("erasure.running")}>
        <p aria-live="polite">{t("erasure.runningText")}</p>
      </StatePage>
    );
  }
  return (
    <div className={classes.page} data-testid="farewell">
      <PageHead title={t("erasure.doneTitle")}>{t("erasure.doneText")}</PageHead>
      <section className={classes.card}>
        <p className={classes.done}>
          <IconCircleCheck size={24} stroke={1.5} aria-hidden />
          <span>{t("erasure.doneAt", { when: data.ended_at ? exact(data.ended_at) : "" })}</span>
        </p>
        <div className={classes.actions}>
          <Button
            component="a"
            href={certificateAddress(receipt)}
            download
            leftSection={<IconDownload size={18} stroke={1.5} />}
            data-testid="certificate"
          >
            {t("erasure.certificate")}
          </Button>
        </div>
        <p className={classes.text}>
          {t("erasure.certificateText", { date: data.collect_until ? day(data.collect_until) : "" })}
        </p>
        {data.companies_told > 0 ? (
          <Note>{t("erasure.told", { count: data.companies_told, answered: data.companies_answered })}</Note>
        ) : null}
      </section>
      {data.plan ? <PlanView plan={data.plan} done /> : null}
    </div>
  );
}

/** Nothing of the person stays in the page's memory, nor the names of their files. */
function useForgetting(state?: string) {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (state !== "done") return;
    write("uploads", null);
    queryClient.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, person: null });
    queryClient.removeQueries({
      predicate: (query) => query.queryKey[0] !== "session" && query.queryKey[1] !== "receipt",
    });
  }, [state, queryClient]);
}
