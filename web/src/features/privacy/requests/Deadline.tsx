import { useTranslation } from "react-i18next";
import { day, useNow } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import type { MyRequest } from "./queries";
import classes from "./requests.module.css";

type Clocked = Pick<MyRequest, "received_at" | "due_at" | "due_on" | "days_left">;

/** By when, and how much of the time is over: as a line, and in words. */
export function Deadline({ request }: { request: Clocked }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const [from, to] = [new Date(request.received_at).getTime(), new Date(request.due_at).getTime()];
  const over = Math.min(1, Math.max(0.02, (now - from) / (to - from)));
  const tone = request.days_left < 0 ? "late" : request.days_left <= 3 ? "soon" : "calm";
  return (
    <div className={classes.deadline} data-tone={tone}>
      <div className={classes.track} aria-hidden>
        <span style={{ width: `${over * 100}%` }} />
      </div>
      <p>
        <strong>{t("asking.dueOn", { date: day(`${request.due_on}T12:00:00`) })}</strong>
        {" · "}
        {daysLeft(t, request.days_left)}
      </p>
    </div>
  );
}

export function daysLeft(t: ReturnType<typeof useTranslation>["t"], left: number): string {
  if (left < 0) return t("asking.late", { count: -left });
  return left === 0 ? t("asking.today") : t("asking.daysLeft", { count: left });
}

/** Why it is due on that day: the rules, the days that did not count, where they are published. */
export function WhyThen({ request }: { request: Pick<MyRequest, "clock" | "provisional" | "received_on"> }) {
  const { t } = useTranslation();
  const { clock, provisional } = request;
  const short = new Intl.DateTimeFormat(currentLocale(), { weekday: "short", day: "numeric", month: "short" });
  const days = (list: string[]) =>
    list.map((each) => short.format(new Date(`${each}T12:00:00`))).join(t("common.comma"));
  return (
    <details className={classes.why}>
      <summary>{t("asking.why")}</summary>
      <dl>
        <dt>{t("asking.receivedOn")}</dt>
        <dd>
          {day(`${request.received_on}T12:00:00`)} ({clock.zone})
        </dd>
        <dt>{t("asking.rules")}</dt>
        {clock.rules.map((rule) => (
          <dd key={rule.source} title={rule.source}>
            {rule.text}
            {t("common.colon")}
            {day(`${rule.on}T12:00:00`)}
            {rule.decides ? <strong> {t("asking.decides")}</strong> : null}
          </dd>
        ))}
        {clock.skipped.length > 0 ? (
          <>
            <dt>{t("asking.skipped")}</dt>
            <dd>{days(clock.skipped)}</dd>
          </>
        ) : null}
        {clock.worked.length > 0 ? (
          <>
            <dt>{t("asking.worked")}</dt>
            <dd>{days(clock.worked)}</dd>
          </>
        ) : null}
        <dt>{t("asking.calendar")}</dt>
        {clock.calendar.map((source) => (
          <dd key={source}>
            <bdi>{source}</bdi>
          </dd>
        ))}
        {provisional ? <dd>{t("asking.provisional")}</dd> : null}
      </dl>
    </details>
  );
}
