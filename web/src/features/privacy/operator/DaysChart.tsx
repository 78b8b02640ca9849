import { useTranslation } from "react-i18next";
import { currentLocale } from "@/ui/i18n";
import classes from "./operator.module.css";

const DAY = 86_400_000;

/** A column for the next run and for each day after it, to look at; whoever listens hears the two sums. */
export function DaysChart({ days }: { days: number[] }) {
  const { t } = useTranslation();
  const number = new Intl.NumberFormat(currentLocale());
  const date = new Intl.DateTimeFormat(currentLocale(), { month: "short", day: "numeric" });
  const [next = 0, ...after] = days;
  const later = after.reduce((sum, each) => sum + each, 0);
  const most = Math.max(...days);
  const on = (index: number) => (index === 0 ? t("retention.now") : date.format(Date.now() + index * DAY));
  return (
    <figure className={classes.chart} data-testid="retention-chart">
      <figcaption className={classes.sums}>
        <p>
          <strong>{number.format(next)}</strong> {t("retention.atNextRun", { count: next })}
        </p>
        <p>
          <strong>{number.format(later)}</strong> {t("retention.inDays", { count: later, days: after.length })}
        </p>
      </figcaption>
      <div className={classes.columns} aria-hidden>
        {days.map((rows, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its day
            key={index}
            title={t("retention.onDay", { day: on(index), rows: number.format(rows), count: rows })}
            data-part={index === 0 ? "going" : "later"}
          >
            <i style={{ height: rows ? `max(3px, ${(100 * rows) / most}%)` : 0 }} />
          </span>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{on(0)}</span>
        <span>{on(Math.round(after.length / 2))}</span>
        <span>{on(after.length)}</span>
      </div>
    </figure>
  );
}
