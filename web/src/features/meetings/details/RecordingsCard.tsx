import { Title } from "@mantine/core";
import { IconPlayerRecord } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { clock, duration, exact } from "@/ui";
import classes from "./details.module.css";
import type { Recorded } from "./queries";

/** Those this reader may play, the newest first. */
export function RecordingsCard({ code, recordings }: { code: string; recordings: readonly Recorded[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.card} data-testid="summary-recordings">
      <header className={classes.cardHead}>
        <Title order={2}>{t("summary.recordings")}</Title>
      </header>
      <ul className={classes.rows}>
        {recordings.map(({ id, begun_at: begun, stopped_at: stopped }) => (
          <li key={id}>
            <IconPlayerRecord size={20} stroke={1.5} aria-hidden />
            <a href={`/meetings/${code}/recordings/${id}`} title={begun ? exact(begun) : undefined}>
              {begun ? t("summary.recordedAt", { time: clock(begun) }) : t("summary.recording")}
            </a>
            <span className={classes.soft}>
              {begun && stopped
                ? duration((Date.parse(stopped) - Date.parse(begun)) / 1000)
                : t("summary.stillRecording")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
