import { useTranslation } from "react-i18next";
import { clock } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import { highest, latest, type Measure, pathOf, scaleOf } from "./line";
import classes from "./quality.module.css";
import type { Chart } from "./queries";

/** `good`: what the scale reaches at least, and where the line that separates good from bad lies, if there is one. */
const measures: { measure: Measure; label: string; unit: Unit; atLeast: number; bad?: number }[] = [
  { measure: "received_lost_permille", label: "quality.receivedLost", unit: "percent", atLeast: 50, bad: 20 },
  { measure: "sent_lost_permille", label: "quality.sentLost", unit: "percent", atLeast: 50, bad: 20 },
  { measure: "round_trip_ms", label: "quality.roundTrip", unit: "millisecond", atLeast: 300, bad: 250 },
  { measure: "jitter_ms", label: "quality.jitter", unit: "millisecond", atLeast: 50, bad: 30 },
  { measure: "received_kbps", label: "quality.received", unit: "kilobit", atLeast: 1000 },
  { measure: "sent_kbps", label: "quality.sent", unit: "kilobit", atLeast: 1000 },
  { measure: "freezes", label: "quality.freezes", unit: "count", atLeast: 5, bad: 1 },
];
type Unit = "percent" | "millisecond" | "kilobit" | "count";

function written(value: number | null, unit: Unit): string {
  if (value === null) return "–";
  const language = currentLocale();
  if (unit === "percent") {
    return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value / 1000);
  }
  if (unit === "millisecond") {
    return new Intl.NumberFormat(language, { style: "unit", unit: "millisecond" }).format(value);
  }
  if (unit === "kilobit") {
    return `${new Intl.NumberFormat(language, { style: "unit", unit: "kilobit" }).format(value)}/s`;
  }
  return new Intl.NumberFormat(language).format(value);
}

/** One person's call as lines, each with its latest and its worst value in words. */
export function QualityCharts({ chart, named }: { chart: Chart; named: boolean }) {
  const { t } = useTranslation();
  const { points } = chart;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const [from, to] = [Date.parse(first.at), Date.parse(last.at)];
  const size = points.findLast((point) => point.width !== null && point.height !== null);
  return (
    <section className={classes.person} aria-label={chart.nickname} data-testid="quality-chart">
      <header className={classes.head}>
        {named ? <bdi>{chart.nickname}</bdi> : null}
        <span>
          {clock(first.at)}–{clock(last.at)}
        </span>
        {size ? (
          <span>
            {t("quality.picture", { width: size.width, height: size.height })}
            {chart.codec ? ` · ${chart.codec.toUpperCase()}` : ""}
          </span>
        ) : null}
      </header>
      <dl className={classes.lines}>
        {measures.map(({ measure, label, unit, atLeast, bad }) => {
          const most = scaleOf(points, measure, atLeast);
          const worst = highest(points, measure);
          if (worst === null) return null;
          return (
            <div key={measure} className={classes.measure} data-bad={(bad !== undefined && worst >= bad) || undefined}>
              <dt>{t(label)}</dt>
              <dd>
                <strong>{written(latest(points, measure), unit)}</strong>{" "}
                {bad === undefined ? null : t("quality.worst", { value: written(worst, unit) })}
              </dd>
              <svg viewBox="0 -2 100 104" preserveAspectRatio="none" aria-hidden="true">
                {bad === undefined ? null : (
                  <line x1="0" x2="100" y1={100 - (bad / most) * 100} y2={100 - (bad / most) * 100} />
                )}
                <path d={pathOf(points, measure, from, to, most)} />
              </svg>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
