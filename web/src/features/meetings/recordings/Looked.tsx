import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed, Moment } from "@/ui";
import { accessesQuery, type Recording } from "./queries";
import classes from "./recordings.module.css";

// The rest is of use to nobody at a glance.
const SHOWN = 50;

/** Who played it, downloaded it or saved it (C30). */
export function Looked({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const accesses = useQuery(accessesQuery(recording.code, recording.id));
  const acts = {
    played: t("recording.looked.played"),
    downloaded: t("recording.looked.downloaded"),
    track: t("recording.looked.track"),
    saved: t("recording.looked.saved"),
  };
  const items = accesses.data?.items ?? [];
  return (
    <section className={classes.card}>
      <h2>{t("recording.looked.title")}</h2>
      {accesses.isPending ? <Skeleton height={40} aria-busy /> : null}
      {accesses.isError && !accesses.data ? <Failed error={accesses.error} onRetry={() => accesses.refetch()} /> : null}
      {accesses.data && items.length === 0 ? <p className={classes.soft}>{t("recording.looked.nobody")}</p> : null}
      <ul className={classes.looked}>
        {items.slice(0, SHOWN).map((row) => (
          <li key={`${row.at} ${row.person} ${row.what}`}>
            <bdi>{row.name || t("recording.looked.somebody")}</bdi>
            <span className={classes.soft}>{acts[row.what as keyof typeof acts]}</span>
            <span className={classes.soft}>
              <Moment at={row.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
