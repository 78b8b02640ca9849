import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Attendee, Meeting } from "@/api";
import { clock, clockSeconds, duration } from "@/ui";
import classes from "./details.module.css";
import { bars, stretch } from "./timeline";

interface Props {
  meeting: Meeting;
  participants: Attendee[];
  asOf: string;
}

/** Who was there when, as bars. The table below says the same in words, so readers of the screen skip the picture. */
export function Timeline({ meeting, participants, asOf }: Props) {
  const { t } = useTranslation();
  const { from, to } = stretch(meeting, participants, asOf);
  const total = (to - from) / 1000;
  // Meetings under ten minutes need seconds to tell their two ends apart.
  const label = total < 600 ? clockSeconds : clock;
  return (
    <section className={classes.card}>
      <header className={classes.cardHead}>
        <Title order={2}>{t("details.timeline")}</Title>
        <span className={classes.soft}>
          {t("details.total", { duration: duration(total) })} · {t("meetings.people", { count: participants.length })}
        </span>
      </header>
      <div className={classes.timeline} aria-hidden>
        {participants.map((person) => (
          <div key={person.id} className={classes.lane}>
            <bdi className={classes.laneName}>{person.nickname}</bdi>
            <div className={classes.track}>
              {bars(person, from, to).map((bar) => (
                <span
                  key={bar.left}
                  className={classes.bar}
                  data-present={person.present || undefined}
                  style={{ insetInlineStart: `${bar.left}%`, width: `max(3px, ${bar.width}%)` }}
                />
              ))}
            </div>
          </div>
        ))}
        <div className={classes.axis}>
          <span>{label(new Date(from).toISOString())}</span>
          <span>{meeting.state === "open" ? t("details.now") : label(new Date(to).toISOString())}</span>
        </div>
      </div>
    </section>
  );
}
