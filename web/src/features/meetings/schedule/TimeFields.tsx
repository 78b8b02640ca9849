import { Checkbox, Group, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { previewTimes, type Times } from "./queries";
import classes from "./schedule.module.css";
import { clockIn, dateIn, dayOf, nameOfDay, nthOf, ownZone, type Repeat, ruleOf, zonesWith } from "./times";
import { useRuleWords } from "./useRuleWords";

export interface TimeValues {
  date: string;
  time: string;
  minutes: number;
  zone: string;
  repeat: Repeat;
  interval: number;
  days: number[];
  until: string;
}

export const timesOf = (values: TimeValues): Times => ({
  zone: values.zone,
  start: `${values.date}T${values.time}`,
  minutes: values.minutes,
  rule: ruleOf(values.repeat, values.interval, values.days, values.date, values.until),
});

interface Props {
  values: TimeValues;
  onChange: (changed: Partial<TimeValues>) => void;
  /** One occurrence that is moved alone does not come again. */
  repeats: boolean;
}

export function TimeFields({ values, onChange, repeats }: Props) {
  const { t } = useTranslation();
  const words = useRuleWords();
  const weekday = (dayOf(values.date || "2026-01-05").getDay() + 6) % 7;
  const times = timesOf(repeats ? values : { ...values, repeat: "" });
  const whole = Boolean(values.date && values.time && values.minutes);
  const preview = useQuery({
    queryKey: ["times", times],
    queryFn: () => previewTimes(times),
    enabled: whole,
    retry: false,
  });
  const lengths = [...new Set([15, 30, 45, 60, 90, 120, 180, 240, values.minutes])].sort((a, b) => a - b);
  const repeatNames: { value: Repeat; label: string }[] = [
    { value: "", label: t("schedule.once") },
    { value: "DAILY", label: t("schedule.repeat.daily") },
    { value: "WEEKLY", label: t("schedule.repeat.weekly") },
    { value: "MONTHLY", label: t("schedule.repeat.monthly") },
    { value: "NTH", label: t(nthOf(values.date) === -1 ? "schedule.repeat.last" : "schedule.repeat.nth") },
    { value: "YEARLY", label: t("schedule.repeat.yearly") },
  ];
  return (
    <>
      <div className={classes.fields}>
        <TextInput
          type="date"
          label={t("schedule.date")}
          value={values.date}
          onChange={(event) => onChange({ date: event.currentTarget.value })}
          required
          data-testid="meeting-date"
        />
        <TextInput
          type="time"
          label={t("schedule.time")}
          value={values.time}
          onChange={(event) => onChange({ time: event.currentTarget.value })}
          required
          data-testid="meeting-time"
        />
        <NativeSelect
          label={t("schedule.length")}
          value={String(values.minutes)}
          onChange={(event) => onChange({ minutes: Number(event.currentTarget.value) })}
          data={lengths.map((minutes) => ({
            value: String(minutes),
            label: t("schedule.minutes", { count: minutes }),
          }))}
        />
      </div>
      <NativeSelect
        label={t("schedule.zone")}
        description={values.zone === ownZone() ? t("schedule.zoneWhy") : t("schedule.zoneOther", { zone: ownZone() })}
        value={values.zone}
        onChange={(event) => onChange({ zone: event.currentTarget.value })}
        data={zonesWith(values.zone)}
        data-testid="meeting-zone"
      />
      {repeats ? (
        <>
          <div className={classes.fields}>
            <NativeSelect
              label={t("schedule.repeats")}
              value={values.repeat}
              onChange={(event) => onChange({ repeat: event.currentTarget.value as Repeat })}
              data={repeatNames}
              data-testid="meeting-repeat"
            />
            {values.repeat ? (
              <>
                <NumberInput
                  label={t("schedule.every")}
                  size="md"
                  value={values.interval}
                  min={1}
                  max={99}
                  allowDecimal={false}
                  onChange={(value) => onChange({ interval: Math.min(99, Math.max(1, Number(value) || 1)) })}
                />
                <TextInput
                  type="date"
                  label={t("schedule.until")}
                  description={values.until ? undefined : t("schedule.noEnd")}
                  inputWrapperOrder={["label", "input", "description"]}
                  value={values.until}
                  min={values.date}
                  onChange={(event) => onChange({ until: event.currentTarget.value })}
                />
              </>
            ) : null}
          </div>
          {values.repeat === "WEEKLY" ? (
            <Checkbox.Group
              label={t("schedule.onDays")}
              value={[...new Set([...values.days, weekday])].map(String)}
              onChange={(chosen) => onChange({ days: chosen.map(Number) })}
            >
              <Group gap="sm" mt={4}>
                {[0, 1, 2, 3, 4, 5, 6].map((day) => (
                  <Checkbox key={day} value={String(day)} label={nameOfDay(day, "short")} disabled={day === weekday} />
                ))}
              </Group>
            </Checkbox.Group>
          ) : null}
        </>
      ) : null}
      {whole ? <ProblemNote error={preview.error} /> : null}
      {preview.data ? (
        <p className={classes.soft} data-testid="times-in-words" aria-live="polite">
          {preview.data.rule ? `${words(preview.data.rule, preview.data.last_start)}. ` : ""}
          {values.zone !== ownZone() && preview.data.next[0]
            ? t("schedule.forYou", {
                time: `${dateIn(preview.data.next[0].starts_at)} ${clockIn(preview.data.next[0].starts_at)}`,
              })
            : ""}{" "}
          {preview.data.odd
            .map((each) =>
              each.oddity === "skipped"
                ? t("schedule.willSkip", {
                    date: dateIn(`${each.start}Z`, "UTC"),
                    time: clockIn(each.starts_at, values.zone),
                  })
                : t("schedule.willRepeat", { date: dateIn(`${each.start}Z`, "UTC") }),
            )
            .join(" ")}
        </p>
      ) : null}
    </>
  );
}
