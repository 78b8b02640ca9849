import { ActionIcon, Button, Title } from "@mantine/core";
import { IconChevronDown, IconDownload } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attendee } from "@/api";
import { clock, clockSeconds, duration, exact } from "@/ui";
import badge from "../badge.module.css";
import classes from "./details.module.css";

interface Props {
  code: string;
  participants: Attendee[];
  /** Everybody's rows, or the reader's own alone. */
  whole: boolean;
}

/** The server's table for spreadsheets, with the times of this reader's clock. */
const tableOf = (code: string) =>
  `/api/v1/meetings/${code}/attendance.csv?zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`;

export function AttendanceTable({ code, participants, whole }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.card}>
      <header className={classes.cardHead}>
        <Title order={2}>{t(whole ? "details.attendance" : "details.ownAttendance")}</Title>
        <Button
          component="a"
          href={tableOf(code)}
          download
          variant="subtle"
          size="compact-sm"
          leftSection={<IconDownload size={16} stroke={1.5} />}
          data-testid="attendance-csv"
        >
          {t("details.csv")}
        </Button>
      </header>
      {whole ? null : <p className={classes.lead}>{t("details.ownText")}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be scrollable by keyboard */}
      <div className={classes.scroll} tabIndex={0}>
        <table className={classes.table} aria-label={t("details.attendance")}>
          <thead>
            <tr>
              <th scope="col">{t("details.name")}</th>
              <th scope="col">{t("details.joined")}</th>
              <th scope="col">{t("details.left")}</th>
              <th scope="col" className={classes.number}>
                {t("details.duration")}
              </th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {participants.map((person) => (
              <Rows key={person.id} person={person} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Rows({ person }: { person: Attendee }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const several = person.spells.length > 1;
  return (
    <Fragment>
      <tr data-testid="attendance-row">
        <th scope="row" className={classes.name}>
          <span className={classes.who}>
            <bdi>{person.nickname}</bdi>
            {person.is_host ? <span className={`${badge.badge} ${badge.open}`}>{t("details.host")}</span> : null}
            {person.is_guest ? <span className={badge.badge}>{t("details.guest")}</span> : null}
          </span>
        </th>
        <td title={exact(person.joined_at)}>
          {clock(person.joined_at)}
          {person.late_seconds ? (
            <span className={classes.remark}>{t("details.late", { duration: duration(person.late_seconds) })}</span>
          ) : null}
        </td>
        <td title={person.left_at ? exact(person.left_at) : undefined}>
          {person.present || !person.left_at ? (
            <span className={`${badge.badge} ${badge.live}`}>{t("details.present")}</span>
          ) : (
            <>
              {clock(person.left_at)}
              {person.left_early_seconds ? (
                <span className={classes.remark}>
                  {t("details.early", { duration: duration(person.left_early_seconds) })}
                </span>
              ) : null}
            </>
          )}
        </td>
        <td className={classes.number}>{duration(person.duration_seconds)}</td>
        <td className={classes.fold}>
          {several ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              c="inherit"
              aria-expanded={open}
              aria-label={t("details.spells", { count: person.spells.length })}
              title={t("details.spells", { count: person.spells.length })}
              onClick={() => setOpen(!open)}
            >
              <IconChevronDown size={18} stroke={1.5} className={open ? classes.turned : undefined} />
            </ActionIcon>
          ) : null}
        </td>
      </tr>
      {open
        ? person.spells.map((spell) => (
            <tr key={spell.joined_at} className={classes.spell}>
              <td />
              <td>{clockSeconds(spell.joined_at)}</td>
              <td>{spell.left_at ? clockSeconds(spell.left_at) : t("details.present")}</td>
              <td className={classes.number}>{duration(spell.duration_seconds)}</td>
              <td />
            </tr>
          ))
        : null}
    </Fragment>
  );
}
