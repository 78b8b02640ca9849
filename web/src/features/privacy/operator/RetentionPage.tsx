import { Skeleton, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Trans, useTranslation } from "react-i18next";
import { day, gap, Moment, Note } from "@/ui";
import { currentLocale, type Language } from "@/ui/i18n";
import { DaysChart } from "./DaysChart";
import { goingByDay, soon } from "./days";
import { OperatorFrame } from "./OperatorFrame";
import classes from "./operator.module.css";
import { type Retention, type RetentionTable, retentionQuery } from "./queries";

/** What is deleted next, what is held and why, and what could not be deleted: numbers and rules, nobody's data. */
export function RetentionPage() {
  const { t, i18n } = useTranslation();
  const retention = useQuery(retentionQuery(i18n.language as Language));
  const found = retention.data;
  return (
    <OperatorFrame
      title={t("retention.title")}
      lead={
        <>
          {t("retention.lead")}
          {gap()}
          {found?.next_run_at ? (
            <Trans i18nKey="retention.nextRun" components={{ at: <Moment at={found.next_run_at} /> }} />
          ) : null}
        </>
      }
      error={found ? null : retention.error}
      onRetry={() => retention.refetch()}
    >
      {found ? (
        <>
          <Alarms alarms={found.alarms} />
          <DaysChart days={goingByDay(found.tables)} />
          <Held held={found.held} />
          <Tables tables={found.tables} />
        </>
      ) : (
        <div className={classes.waiting} aria-busy>
          <Skeleton height={160} radius={10} />
          <Skeleton height={280} radius={10} />
        </div>
      )}
    </OperatorFrame>
  );
}

function Alarms({ alarms }: { alarms: Retention["alarms"] }) {
  const { t } = useTranslation();
  if (alarms.length === 0) return null;
  return (
    <div className={classes.alarms} role="alert" data-testid="retention-alarms">
      <Note tone="warn" title={t("retention.alarms", { count: alarms.length })}>
        <ul className={classes.plain}>
          {alarms.map((each) => (
            <li key={each.model}>
              <Trans
                i18nKey="retention.alarm"
                values={{ name: each.name, error: each.error }}
                count={each.times}
                components={{ since: <Moment at={each.since} />, code: <code /> }}
              />
            </li>
          ))}
        </ul>
        <p>{t("retention.alarmText")}</p>
      </Note>
    </div>
  );
}

function Held({ held }: { held: Retention["held"] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} aria-labelledby="held">
      <Title order={2} id="held">
        {t("retention.held")}
      </Title>
      {held.length === 0 ? <p className={classes.soft}>{t("retention.nothingHeld")}</p> : null}
      <ul className={classes.rows}>
        {held.map((each) => (
          <li key={each.what + each.authority} className={classes.held}>
            <IconLock size={18} stroke={1.5} aria-hidden />
            <span>
              <strong>{each.what}</strong>
              <span className={classes.count}>{number(each.count)}</span>
            </span>
            <span className={classes.soft}>{each.authority}</span>
            <span className={each.overdue ? classes.late : classes.soft}>
              {each.overdue
                ? t("retention.reviewLate", { count: each.overdue })
                : t("retention.review", { date: day(each.review_at) })}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.soft}>{t("retention.heldText")}</p>
    </section>
  );
}

/** First what something goes of, then the rest: all of it is looked up now and then only. */
function Tables({ tables }: { tables: RetentionTable[] }) {
  const { t } = useTranslation();
  const moving = tables.filter((each) => each.going || each.held || soon(each));
  const still = tables.filter((each) => !moving.includes(each));
  const longest = Math.max(1, ...moving.map((each) => each.going + each.held + soon(each)));
  return (
    <section className={classes.section} aria-labelledby="tables">
      <Title order={2} id="tables">
        {t("retention.tables")}
      </Title>
      {moving.length === 0 ? <p className={classes.soft}>{t("retention.nothingGoes")}</p> : null}
      <ul className={classes.rows} data-testid="retention-tables">
        {moving.map((each) => (
          <Table key={each.model} table={each} longest={longest} />
        ))}
      </ul>
      <details className={classes.rest}>
        <summary>{t("retention.still", { count: still.length })}</summary>
        <ul className={classes.rows}>
          {still.map((each) => (
            <Table key={each.model} table={each} longest={longest} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function Table({ table, longest }: { table: RetentionTable; longest: number }) {
  const { t } = useTranslation();
  const later = soon(table);
  const share = (rows: number) => ({ width: `${(100 * rows) / longest}%` });
  return (
    <li className={classes.table} data-testid={`retention-${table.model}`}>
      <div>
        <strong>{table.name}</strong> <code className={classes.soft}>{table.model}</code>
        <p className={classes.soft}>
          {table.categories.join(t("common.comma"))} · {table.purpose}
        </p>
        <p className={classes.soft}>
          {table.kept}
          {table.rule ? <span className={classes.rule}>{t("retention.rule", { rule: table.rule })}</span> : null}
        </p>
      </div>
      {table.going || table.held || later ? (
        <div className={classes.amount}>
          <div className={classes.bar} aria-hidden>
            <span data-part="going" style={share(table.going)} />
            <span data-part="held" style={share(table.held)} />
            <span data-part="later" style={share(later)} />
          </div>
          <p className={classes.parts}>
            {table.going ? (
              <span>{t("retention.going", { count: table.going, rows: number(table.going) })}</span>
            ) : null}
            {table.held ? (
              <span>{t("retention.heldRows", { count: table.held, rows: number(table.held) })}</span>
            ) : null}
            {later ? <span>{t("retention.later", { count: later, rows: number(later) })}</span> : null}
          </p>
        </div>
      ) : (
        <p className={classes.soft}>
          {table.first_at ? t("retention.first", { date: day(table.first_at) }) : t("retention.empty")}
        </p>
      )}
    </li>
  );
}

const number = (value: number) => new Intl.NumberFormat(currentLocale()).format(value);
