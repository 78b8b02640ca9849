import { ActionIcon } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attendee } from "@/api";
import { clock, clockSeconds, duration, exact } from "@/ui";
import badge from "../badge.module.css";
import classes from "./details.module.css";

export function AttendanceTable({ participants }: { participants: Attendee[] }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be scrollable by keyboard
    <div className={`${classes.card} ${classes.scroll}`} tabIndex={0}>
      <table className={classes.table}>
        <caption className={classes.caption}>{t("details.attendance")}</caption>
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
        <td title={exact(person.joined_at)}>{clock(person.joined_at)}</td>
        <td title={person.left_at ? exact(person.left_at) : undefined}>
          {person.present || !person.left_at ? (
            <span className={`${badge.badge} ${badge.live}`}>{t("details.present")}</span>
          ) : (
            clock(person.left_at)
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
