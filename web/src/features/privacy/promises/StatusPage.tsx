import { Skeleton, Stack } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Clause } from "@/api";
import { Failed, gap, Moment, PageHead } from "@/ui";
import { ClauseCard } from "./ClauseCard";
import { counted, ordered, STATES } from "./order";
import classes from "./promises.module.css";
import { type ClauseState, useClauses } from "./queries";
import { StateMark } from "./StateMark";
import { useStateWords } from "./useStateWords";

/** Every promise and whether it holds now; what needs somebody first. */
export function StatusPage() {
  const { t } = useTranslation();
  const clauses = useClauses();
  const { state: chosen } = useSearch({ from: "/framed/privacy/status" });

  if (clauses.isError && !clauses.data) {
    return <Failed error={clauses.error} onRetry={() => clauses.refetch()} scale="page" />;
  }
  const items = clauses.data ? ordered(clauses.data.items) : null;
  const latest = items?.reduce<string | null>(
    (last, each) => ((each.checked_at ?? "") > (last ?? "") ? each.checked_at : last),
    null,
  );
  return (
    <article className={classes.page}>
      <PageHead title={t("promises.title")}>
        {t("promises.lead")}
        {gap()}
        {latest ? <Trans i18nKey="promises.latest" components={{ checked: <Moment at={latest} /> }} /> : null}
      </PageHead>
      {items ? (
        <>
          <Counts clauses={items} chosen={chosen} />
          <ul className={classes.list} data-testid="clauses">
            {items
              .filter(({ state }) => !chosen || state === chosen)
              .map((clause) => (
                <Row key={clause.id} clause={clause} />
              ))}
          </ul>
        </>
      ) : (
        <Stack gap="sm" aria-busy>
          <Skeleton height={56} />
          {Array.from({ length: 8 }, (_, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
            <Skeleton key={number} height={44} />
          ))}
        </Stack>
      )}
    </article>
  );
}

/** How many of each, as a bar to look at and as switches to choose by. */
function Counts({ clauses, chosen }: { clauses: Clause[]; chosen: ClauseState | undefined }) {
  const words = useStateWords();
  const { t } = useTranslation();
  const navigate = useNavigate({ from: "/privacy/status" });
  const counts = counted(clauses);
  return (
    <>
      <div className={classes.bar} aria-hidden>
        {STATES.filter((state) => counts[state] > 0).map((state) => (
          <span key={state} data-state={state} style={{ flexGrow: counts[state] }} />
        ))}
      </div>
      <fieldset className={classes.counts} aria-label={t("promises.show")}>
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={chosen === state}
            disabled={counts[state] === 0}
            data-testid={`count-${state}`}
            onClick={() => navigate({ search: chosen === state ? {} : { state }, replace: true })}
          >
            <StateMark state={state} />
            <strong>{counts[state]}</strong>
            {words[state]}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function Row({ clause }: { clause: Clause }) {
  const words = useStateWords();
  const [open, setOpen] = useState(() => location.hash === `#${clause.id}`);
  useEffect(() => {
    if (location.hash === `#${clause.id}`) document.getElementById(clause.id)?.scrollIntoView();
  }, [clause.id]);
  return (
    <li id={clause.id} className={classes.row}>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <StateMark state={clause.state} size={20} />
          <span className={classes.hidden}>{words[clause.state]}</span>
          <span className={classes.id}>{clause.id}</span>
          {clause.sentence ? <span>{clause.sentence}</span> : <q lang="en">{clause.quote}</q>}
          {clause.checked_at ? (
            <span className={classes.when}>
              <Moment at={clause.checked_at} />
            </span>
          ) : null}
        </summary>
        {open ? <ClauseCard id={clause.id} /> : null}
      </details>
    </li>
  );
}
