import { ActionIcon, Button, SegmentedControl, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconCalendar, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed, LinkButton, ProblemNote, StatePage } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import { agendaQuery, moveMeeting, type Occurrence } from "./queries";
import classes from "./schedule.module.css";
import { addDays, dateIn, dayInWeek, dayKey, dayOf, daysBetween, mondayOf, shiftLocal } from "./times";
import { When } from "./When";

export type View = "day" | "week" | "list";
const LENGTH: Record<View, number> = { day: 1, week: 7, list: 28 };
const DRAGGED = "application/x-egret-meeting";

export function Agenda() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { org, view: asked, on } = useSearch({ from: "/framed/meetings" });
  const narrow = useMediaQuery("(max-width: 48em)") ?? false;
  // Seven columns do not fit a phone: its week is a list.
  const view: View = asked === "day" || asked === "list" ? asked : asked === "week" && !narrow ? "week" : "list";
  const today = dayKey(new Date());
  const shown = on && /^\d{4}-\d\d-\d\d$/.test(on) ? on : today;
  const first = view === "week" ? mondayOf(shown) : shown;
  const length = LENGTH[view];
  const agenda = useQuery(agendaQuery(dayOf(first).toISOString(), dayOf(addDays(first, length)).toISOString(), org));
  const go = (next: { view?: string; on?: string }) =>
    navigate({ to: "/meetings", search: (before) => ({ ...before, ...next }), replace: true });
  const days = Array.from({ length }, (_, number) => addDays(first, number));
  const byDay = new Map<string, Occurrence[]>(days.map((day) => [day, []]));
  for (const one of agenda.data?.items ?? []) byDay.get(dayKey(new Date(one.starts_at)))?.push(one);
  const filled = view === "list" ? days.filter((day) => byDay.get(day)?.length) : days;
  const range = new Intl.DateTimeFormat(currentLocale(), { day: "numeric", month: "long", year: "numeric" });
  const heading =
    length === 1 ? range.format(dayOf(first)) : range.formatRange(dayOf(first), dayOf(addDays(first, length - 1)));

  return (
    <section aria-label={t("schedule.agenda")} className={classes.agenda}>
      <div className={classes.bar}>
        <Button variant="default" onClick={() => go({ on: today })}>
          {t("schedule.today")}
        </Button>
        <ActionIcon
          variant="subtle"
          size={36}
          aria-label={t("schedule.earlier")}
          onClick={() => go({ on: addDays(first, -length) })}
        >
          <IconChevronLeft size={20} stroke={1.5} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size={36}
          aria-label={t("schedule.later")}
          onClick={() => go({ on: addDays(first, length) })}
          data-testid="agenda-later"
        >
          <IconChevronRight size={20} stroke={1.5} />
        </ActionIcon>
        <h2 className={classes.range} aria-live="polite">
          {heading}
        </h2>
        <SegmentedControl
          aria-label={t("schedule.view")}
          value={view}
          onChange={(value) => go({ view: value })}
          data={[
            { value: "day", label: t("schedule.day") },
            ...(narrow ? [] : [{ value: "week", label: t("schedule.week") }]),
            { value: "list", label: t("schedule.list") },
          ]}
          data-testid="agenda-view"
        />
      </div>
      {agenda.isPending ? <Skeleton height={200} aria-busy /> : null}
      {agenda.isError && !agenda.data ? <Failed error={agenda.error} onRetry={() => agenda.refetch()} /> : null}
      {agenda.data && agenda.data.items.length === 0 && view !== "week" ? (
        <StatePage
          scale="block"
          icon={<IconCalendar size={28} stroke={1.5} />}
          title={t("schedule.empty")}
          actions={
            <LinkButton to="/meetings/new" search={org ? { org } : {}} variant="default">
              {t("schedule.new")}
            </LinkButton>
          }
        >
          <p>{t("schedule.emptyText")}</p>
        </StatePage>
      ) : null}
      {agenda.data && (view === "week" || agenda.data.items.length > 0) ? (
        <div className={view === "week" ? classes.week : classes.days}>
          {filled.map((day) => (
            <Day key={day} day={day} today={day === today} items={byDay.get(day) ?? []} droppable={view === "week"} />
          ))}
        </div>
      ) : null}
    </section>
  );
}

interface DayProps {
  day: string;
  today: boolean;
  items: Occurrence[];
  droppable: boolean;
}

function Day({ day, today, items, droppable }: DayProps) {
  const queryClient = useQueryClient();
  const move = useMutation({
    mutationFn: (one: Occurrence) => {
      const days = daysBetween(dayKey(new Date(one.starts_at)), day);
      const start = shiftLocal(one.start, days);
      return moveMeeting(one, "this", { zone: one.zone, start, minutes: one.minutes, rule: null });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["agenda"] }),
  });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra for the mouse; the details page moves too
    <section
      className={classes.column}
      data-today={today || undefined}
      data-testid="agenda-day"
      data-day={day}
      onDragOver={(event) => {
        if (droppable && event.dataTransfer.types.includes(DRAGGED)) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        const one = JSON.parse(event.dataTransfer.getData(DRAGGED)) as Occurrence;
        if (dayKey(new Date(one.starts_at)) !== day) move.mutate(one);
      }}
    >
      <h3 className={classes.dayName}>{droppable ? dayInWeek(day) : dateIn(`${day}T12:00`)}</h3>
      <ProblemNote error={move.error} />
      <ul className={classes.cards}>
        {items.map((one) => (
          <Card key={`${one.series}/${one.occurrence}`} one={one} draggable={droppable && one.is_host} />
        ))}
      </ul>
    </section>
  );
}

function Card({ one, draggable }: { one: Occurrence; draggable: boolean }) {
  const { t } = useTranslation();
  const answers = { yes: t("schedule.yes"), no: t("schedule.no"), maybe: t("schedule.maybe") };
  const now = Date.now();
  const soon = Date.parse(one.starts_at) - now < 15 * 60_000 && Date.parse(one.ends_at) > now;
  return (
    <li
      className={classes.card}
      data-answer={one.answer ?? undefined}
      data-testid="agenda-item"
      draggable={draggable}
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, JSON.stringify(one))}
    >
      <span className={classes.time}>
        <When from={one.starts_at} to={one.ends_at} zone={one.zone} />
      </span>
      <Link
        to="/meetings/set/$schedule"
        params={{ schedule: one.schedule }}
        search={{ series: one.series, at: one.occurrence }}
        className={classes.cardTitle}
        draggable={false}
      >
        {one.title || t("schedule.untitled")}
      </Link>
      <span className={classes.facts}>
        {one.answer ? <span>{answers[one.answer as keyof typeof answers]}</span> : null}
        {!one.is_host && !one.answer ? <span className={classes.asks}>{t("schedule.notAnswered")}</span> : null}
        {one.moved ? <span>{t("schedule.moved")}</span> : null}
        {one.oddity === "skipped" ? <span>{t("schedule.skipped")}</span> : null}
        {one.oddity === "twice" ? <span>{t("schedule.twice")}</span> : null}
      </span>
      {soon ? (
        <LinkButton to="/m/$code" params={{ code: one.code }} size="xs">
          {t("schedule.join")}
        </LinkButton>
      ) : null}
    </li>
  );
}
