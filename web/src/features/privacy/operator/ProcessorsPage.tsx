import { Button, Skeleton, TextInput, Title } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { day, Moment, Note, ProblemNote, StatePage } from "@/ui";
import { OperatorFrame } from "./OperatorFrame";
import classes from "./operator.module.css";
import { acknowledge, identifierOf, type Notice, noticesQuery } from "./queries";

/** Which companies were told to delete somebody and have not confirmed it, and since when; noting that one did. */
export function ProcessorsPage() {
  const { t } = useTranslation();
  const notices = useQuery(noticesQuery);
  const found = notices.data;
  const late = found?.open.filter((each) => each.overdue).length ?? 0;
  return (
    <OperatorFrame
      title={t("processors.title")}
      lead={t("processors.lead")}
      error={found ? null : notices.error}
      onRetry={() => notices.refetch()}
    >
      {late > 0 ? (
        <div className={classes.alarms} role="alert">
          <Note tone="warn" title={t("processors.late", { count: late })}>
            <p>{t("processors.lateText")}</p>
          </Note>
        </div>
      ) : null}
      {found ? null : <Skeleton height={220} radius={10} aria-busy />}
      {found?.open.length === 0 ? (
        <StatePage scale="block" icon={<IconChecks size={28} stroke={1.5} />} title={t("processors.none")}>
          <p>{t("processors.noneText")}</p>
        </StatePage>
      ) : null}
      {found ? (
        <ul className={classes.cards} data-testid="notices-open">
          {found.open.map((each) => (
            <Open key={each.id} notice={each} days={found.days} />
          ))}
        </ul>
      ) : null}
      {found && found.answered.length > 0 ? <Answered notices={found.answered} /> : null}
    </OperatorFrame>
  );
}

function Open({ notice, days }: { notice: Notice; days: number }) {
  const { t } = useTranslation();
  const [noting, setNoting] = useState(false);
  const gone = (Date.now() - Date.parse(notice.made_at)) / (Date.parse(notice.due_at) - Date.parse(notice.made_at));
  return (
    <li className={classes.card} data-testid="notice">
      <div>
        <strong>{notice.processor}</strong> <code className={classes.soft}>{notice.host}</code>
      </div>
      <div className={classes.bar} aria-hidden>
        <span
          data-part={notice.overdue ? "late" : "going"}
          style={{ width: `${100 * Math.min(1, Math.max(0, gone))}%` }}
        />
      </div>
      <p className={notice.overdue ? classes.late : classes.soft}>
        <Trans
          i18nKey={notice.overdue ? "processors.wasDue" : "processors.due"}
          values={{ date: day(notice.due_at), days }}
          components={{ since: <Moment at={notice.made_at} /> }}
        />
      </p>
      <p className={classes.soft}>
        {notice.by_itself ? t("processors.byItself") : t("processors.write")}
        {notice.told_at && notice.by_itself ? (
          <>
            {" "}
            <Trans
              i18nKey="processors.asked"
              values={{ outcome: notice.outcome }}
              components={{ at: <Moment at={notice.told_at} /> }}
            />
          </>
        ) : null}
      </p>
      {notice.named && !notice.by_itself ? <KnownAs id={notice.id} /> : null}
      {noting ? (
        <Confirmation notice={notice} onCancel={() => setNoting(false)} />
      ) : (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setNoting(true)} data-testid="note-confirmation">
            {t("processors.confirmed")}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Shown to whoever has to write to the company, when they ask for it. */
function KnownAs({ id }: { id: string }) {
  const { t } = useTranslation();
  const shown = useMutation({ mutationFn: () => identifierOf(id) });
  if (shown.data) {
    return (
      <p className={classes.soft}>
        {shown.data.known_as ? (
          <Trans
            i18nKey="processors.knownAs"
            values={{ name: shown.data.known_as }}
            components={{ code: <code data-testid="known-as" /> }}
          />
        ) : (
          t("processors.nameless")
        )}
      </p>
    );
  }
  return (
    <>
      <ProblemNote error={shown.error} />
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          loading={shown.isPending}
          onClick={() => shown.mutate()}
          data-testid="show-known-as"
        >
          {t("processors.show")}
        </Button>
        <span className={classes.soft}> {t("processors.showText")}</span>
      </div>
    </>
  );
}

function Confirmation({ notice, onCancel }: { notice: Notice; onCancel: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const today = localDay(new Date());
  const [evidence, setEvidence] = useState("");
  const [on, setOn] = useState(today);
  const noted = useMutation({
    mutationFn: () => acknowledge(notice.id, evidence, on),
    onSuccess: (now) => client.setQueryData(noticesQuery.queryKey, now),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        noted.mutate();
      }}
    >
      <TextInput
        label={t("processors.evidence")}
        description={t("processors.evidenceText")}
        value={evidence}
        maxLength={200}
        autoFocus
        onChange={(event) => setEvidence(event.currentTarget.value)}
        data-testid="evidence"
      />
      <TextInput
        type="date"
        label={t("processors.on")}
        value={on}
        min={localDay(new Date(notice.made_at))}
        max={today}
        onChange={(event) => setOn(event.currentTarget.value)}
        data-testid="confirmed-on"
      />
      <ProblemNote error={noted.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" disabled={!evidence.trim() || !on} loading={noted.isPending} data-testid="acknowledge">
          {t("processors.note")}
        </Button>
      </div>
    </form>
  );
}

function Answered({ notices }: { notices: Notice[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} aria-labelledby="answered">
      <Title order={2} id="answered">
        {t("processors.answered")}
      </Title>
      <ul className={classes.rows} data-testid="notices-answered">
        {notices.map((each) => (
          <li key={each.id} className={classes.answered}>
            <span>
              <strong>{each.processor}</strong> <code className={classes.soft}>{each.host}</code>
            </span>
            <span className={classes.soft}>
              {each.evidence
                ? t(each.acknowledged_by ? "processors.byPerson" : "processors.byDesk", {
                    evidence: each.evidence,
                    name: each.acknowledged_by,
                  })
                : t("processors.byAnswer", { outcome: each.outcome })}
            </span>
            <span className={classes.soft}>
              {each.confirmed_on ? day(each.confirmed_on) : each.acknowledged_at ? day(each.acknowledged_at) : ""}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A day as a date field writes it, where the person is. */
const localDay = (at: Date) =>
  [at.getFullYear(), String(at.getMonth() + 1).padStart(2, "0"), String(at.getDate()).padStart(2, "0")].join("-");
