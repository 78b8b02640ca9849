import { useTranslation } from "react-i18next";
import { clockIn, dateIn, differs } from "./times";

/** A meeting's time by one's own clocks, and by its own zone's where they differ. */
export function When({ from, to, zone, date = false }: { from: string; to: string; zone: string; date?: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <time dateTime={from}>
        {date ? `${dateIn(from)} · ` : ""}
        {clockIn(from)}–{clockIn(to)}
      </time>
      {differs(from, zone) ? (
        <small data-testid="other-zone">
          {t("schedule.there", { time: `${date ? `${dateIn(from, zone)} ` : ""}${clockIn(from, zone)}`, zone })}
        </small>
      ) : null}
    </>
  );
}
