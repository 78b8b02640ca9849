import { Button, Progress, Title } from "@mantine/core";
import "@mantine/core/styles/Progress.css";
import { IconAlertCircle, IconCircleCheck, IconCircleDot, IconFileZip } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/features/cloud/fileSize";
import { Moment, Note, ProblemNote } from "@/ui";
import { DropZone } from "@/ui/DropZone";
import { currentLocale } from "@/ui/i18n";
import classes from "./copy.module.css";
import { type Arrival, arrivalsQuery, bring, cancelArrival, confirmArrival, isArriving, type Outcome } from "./queries";

/** A copy that another Egret made, taken in here; with what became of everything in it. */
export function TakeIn() {
  const { t } = useTranslation();
  const arrivals = useQuery(arrivalsQuery);
  const latest = arrivals.data?.items[0];
  const open = latest && (isArriving(latest) || latest.state === "doubtful");
  return (
    <section className={classes.section} aria-labelledby="copy-take-in">
      <div>
        <Title order={2} id="copy-take-in">
          {t("copy.takeIn.title")}
        </Title>
        <p className={classes.soft}>{t("copy.takeIn.why")}</p>
      </div>
      {latest && isArriving(latest) ? <Running arrival={latest} /> : null}
      {latest?.state === "doubtful" ? <Doubtful arrival={latest} /> : null}
      {latest?.state === "failed" ? <Refused problem={latest.problem} /> : null}
      {latest?.state === "done" ? <Report arrival={latest} /> : null}
      {open ? null : <Bring />}
    </section>
  );
}

function useAgain() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ["privacy"] });
}

function Bring() {
  const { t } = useTranslation();
  const again = useAgain();
  const [sent, setSent] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      stop.current = new AbortController();
      setSent(0);
      return bring(file, setSent, stop.current.signal);
    },
    onSettled: again,
  });
  const size = upload.variables?.size ?? 0;
  if (upload.isPending) {
    return (
      <div className={classes.progress}>
        <div className={classes.main}>
          <strong role="status">{t("copy.takeIn.sending")}</strong>
          <Progress value={size ? (100 * sent) / size : 0} aria-label={t("copy.takeIn.sending")} />
          <span className={classes.soft}>{t("copy.order.done", { done: fileSize(sent), total: fileSize(size) })}</span>
        </div>
        <Button variant="default" onClick={() => stop.current?.abort()}>
          {t("copy.order.stop")}
        </Button>
      </div>
    );
  }
  return (
    <>
      {upload.error instanceof DOMException ? null : <ProblemNote error={upload.error} />}
      <DropZone
        icon={<IconFileZip size={28} stroke={1.5} aria-hidden />}
        note={t("copy.takeIn.kept")}
        accept=".zip,application/zip"
        onFile={upload.mutate}
        testId="bring-copy"
      >
        <span>{t("copy.takeIn.drop")}</span>
      </DropZone>
    </>
  );
}

function Running({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation();
  const again = useAgain();
  const stop = useMutation({ mutationFn: () => cancelArrival(arrival), onSettled: again });
  const { bytes_done, bytes_total } = arrival;
  const percent = bytes_total ? Math.min(100, (100 * bytes_done) / bytes_total) : 0;
  return (
    <div className={classes.progress} data-testid="arrival-running">
      <div className={classes.main}>
        <strong role="status">{t("copy.takeIn.running")}</strong>
        <Progress value={percent} aria-label={t("copy.takeIn.running")} />
        <span className={classes.soft}>
          {t("copy.order.done", { done: fileSize(bytes_done), total: fileSize(bytes_total) })}
        </span>
      </div>
      <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
        {t("copy.order.stop")}
      </Button>
    </div>
  );
}

function Doubtful({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation();
  const again = useAgain();
  const confirm = useMutation({ mutationFn: () => confirmArrival(arrival), onSettled: again });
  const cancel = useMutation({ mutationFn: () => cancelArrival(arrival), onSettled: again });
  return (
    <div className={classes.stack} data-testid="arrival-doubtful">
      <Note tone="warn" title={t("copy.takeIn.doubtful")}>
        <p>{t("copy.takeIn.doubtfulWhy")}</p>
      </Note>
      <ProblemNote error={confirm.error ?? cancel.error} />
      <div className={classes.actions}>
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("copy.takeIn.notMine")}
        </Button>
        <Button loading={confirm.isPending} onClick={() => confirm.mutate()} data-testid="confirm-arrival">
          {t("copy.takeIn.mine")}
        </Button>
      </div>
    </div>
  );
}

function Refused({ problem }: { problem: string }) {
  const { t } = useTranslation();
  const words: Record<string, string> = {
    "not-a-copy": t("copy.takeIn.notACopy"),
    damaged: t("copy.takeIn.damaged"),
    "later-version": t("copy.takeIn.laterVersion"),
    "too-large": t("copy.takeIn.tooLarge"),
    "store-full": t("copy.order.full"),
  };
  return (
    <Note tone="warn" title={t("copy.takeIn.failed")}>
      <p>{words[problem] ?? t("copy.order.fault")}</p>
    </Note>
  );
}

function Report({ arrival }: { arrival: Arrival }) {
  const { t } = useTranslation();
  return (
    <div className={classes.stack} data-testid="arrival-report">
      <strong>
        {t("copy.takeIn.done")} {arrival.ended_at ? <Moment at={arrival.ended_at} /> : null}
      </strong>
      <ul className={classes.numbers}>
        {arrival.report.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change any more
          <Line key={index} line={each} />
        ))}
      </ul>
    </div>
  );
}

function Line({ line }: { line: Outcome }) {
  const { t } = useTranslation();
  const Icon = { restored: IconCircleCheck, kept: IconCircleDot, left: IconCircleDot, failed: IconAlertCircle }[
    line.outcome
  ];
  const words = {
    restored: t("copy.takeIn.restored"),
    kept: t("copy.takeIn.keptHere"),
    left: t("copy.takeIn.left"),
    failed: t("copy.takeIn.notTaken"),
  }[line.outcome];
  return (
    <li>
      <span className={classes.outcome} data-outcome={line.outcome}>
        <Icon size={20} stroke={1.5} aria-hidden />
        <span>
          {line.what}
          {line.why ? <small>{line.why}</small> : null}
        </span>
      </span>
      <span className={classes.number}>
        {words} · {new Intl.NumberFormat(currentLocale()).format(line.count)}
      </span>
    </li>
  );
}
