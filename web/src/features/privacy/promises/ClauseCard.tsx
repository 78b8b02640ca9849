import { Button, Skeleton } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import type { ClauseHistory } from "@/api";
import { Moment, ProblemNote } from "@/ui";
import classes from "./promises.module.css";
import { useClause } from "./queries";
import { StateMark } from "./StateMark";
import { useStateWords } from "./useStateWords";

/** One promise: whether it holds, what was seen, by which code, and how it was before. */
export function ClauseCard({ id }: { id: string }) {
  const { t } = useTranslation();
  const clause = useClause(id);
  if (clause.isError && !clause.data) {
    return (
      <div className={classes.card}>
        <ProblemNote error={clause.error} />
        <Button variant="default" size="xs" onClick={() => clause.refetch()}>
          {t("common.retry")}
        </Button>
      </div>
    );
  }
  if (!clause.data) return <Skeleton height={120} aria-busy />;
  const { quote, evidence, control, history } = clause.data;
  return (
    <div className={classes.card} data-testid="clause-card">
      <Standing clause={clause.data} />
      {evidence ? (
        <Fact name={t("promises.evidence")}>
          {/* The probe's own words are one record for all, whoever reads it. */}
          <span lang="en">{evidence}</span>
        </Fact>
      ) : null}
      <Fact name={t("promises.control")}>
        {control ? <code className={classes.code}>{control}</code> : t("promises.noControl")}
      </Fact>
      <Fact name={t("promises.source")}>
        <q lang="en">{quote}</q>
      </Fact>
      {history.length > 1 ? (
        <Fact name={t("promises.history")}>
          <History history={history} />
        </Fact>
      ) : null}
    </div>
  );
}

function Standing({ clause }: { clause: ClauseHistory }) {
  const words = useStateWords();
  return (
    <p className={classes.standing}>
      <StateMark state={clause.state} size={20} />
      <strong>{words[clause.state]}</strong>
      {clause.checked_at && clause.since ? (
        <span className={classes.soft}>
          <Trans
            i18nKey="promises.checked"
            components={{ checked: <Moment at={clause.checked_at} />, since: <Moment at={clause.since} /> }}
          />
        </span>
      ) : null}
    </p>
  );
}

function History({ history }: { history: ClauseHistory["history"] }) {
  const { t } = useTranslation();
  const words = useStateWords();
  return (
    <ol className={classes.history}>
      {history.map((each) => (
        <li key={each.since}>
          <StateMark state={each.state} size={14} />
          <span>
            {words[each.state]}{" "}
            <span className={classes.soft}>
              <Trans
                i18nKey="promises.span"
                components={{ from: <Moment at={each.since} />, to: <Moment at={each.checked_at} /> }}
              />{" "}
              {t("promises.times", { count: each.times })}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <span className={classes.soft}>{name}</span>
      <div>{children}</div>
    </div>
  );
}
