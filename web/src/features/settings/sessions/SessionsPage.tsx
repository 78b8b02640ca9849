import { Button, Skeleton } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { PageHead, StatePage } from "@/ui";
import { ProofProvider } from "../security/Proof";
import { AskOnce } from "./AskOnce";
import { PhoneCard } from "./PhoneCard";
import { endOtherSessions, endSession, type SessionRow, sessionsQuery } from "./queries";
import { SessionItem } from "./SessionItem";
import classes from "./sessions.module.css";

export function SessionsPage() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const [asked, setAsked] = useState<SessionRow | "others" | null>(null);
  const close = () => {
    setAsked(null);
    end.reset();
  };
  const end = useMutation({
    mutationFn: (which: SessionRow | "others") =>
      which === "others" ? endOtherSessions() : endSession(which.public_id),
    onSuccess: close,
    // Whatever came of it, the list may be another one now.
    onSettled: () => void queryClient.invalidateQueries(sessionsQuery),
  });
  const others = sessions.data?.filter((session) => !session.current).length ?? 0;

  return (
    <>
      <PageHead
        title={t("sessions.title")}
        actions={
          others > 0 ? (
            <Button variant="default" onClick={() => setAsked("others")} data-testid="end-others">
              {t("sessions.endOthers")}
            </Button>
          ) : null
        }
      >
        {t("sessions.lead")}
      </PageHead>
      {sessions.isPending ? <RowsSkeleton /> : null}
      {sessions.isError && !sessions.data ? (
        <StatePage
          scale="block"
          icon={<IconPlugConnectedX size={28} stroke={1.5} />}
          title={isProblem(sessions.error) ? sessions.error.title : t("problem.failed")}
          actions={<Button onClick={() => sessions.refetch()}>{t("common.retry")}</Button>}
        >
          <p>{isProblem(sessions.error) ? sessions.error.detail : t("problem.failedDetail")}</p>
        </StatePage>
      ) : null}
      {sessions.data ? (
        <ul className={classes.list} aria-label={t("sessions.title")}>
          {sessions.data.map((session) => (
            <SessionItem key={session.public_id} session={session} onEnd={() => setAsked(session)} />
          ))}
          {others === 0 ? <li className={classes.alone}>{t("sessions.alone")}</li> : null}
        </ul>
      ) : null}
      <ProofProvider>
        <PhoneCard />
      </ProofProvider>
      <AskOnce
        question={asked && question(asked, others, t)}
        pending={end.isPending}
        error={end.error}
        onYes={() => asked && end.mutate(asked)}
        onNo={close}
      />
    </>
  );
}

function question(asked: SessionRow | "others", others: number, t: ReturnType<typeof useTranslation>["t"]) {
  if (asked === "others") {
    return {
      title: t("sessions.endOthersTitle"),
      text: t("sessions.endOthersText", { count: others }),
      action: t("sessions.endOthers"),
    };
  }
  return {
    title: t("sessions.endTitle"),
    text: t("sessions.endText", { device: asked.device || t("sessions.unknown") }),
    action: t("sessions.end"),
  };
}

function RowsSkeleton() {
  return (
    <ul className={classes.list} aria-busy>
      {["a", "b"].map((row) => (
        <li key={row} className={classes.row}>
          <Skeleton height={24} width={24} circle />
          <div className={classes.main}>
            <Skeleton height={16} width={160} />
            <Skeleton height={12} width={220} mt={8} />
          </div>
        </li>
      ))}
    </ul>
  );
}
