import { Skeleton, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { day, Failed, gap, PageHead } from "@/ui";
import { Clauses } from "./Clauses";
import { ControllerCard } from "./ControllerCard";
import { DataTable, RecipientTable, StorageTable } from "./PolicyTables";
import { usePolicy } from "./policy";
import classes from "./policy.module.css";
import { counted } from "./promises/order";
import { useClauses } from "./promises/queries";
import { StateMark } from "./promises/StateMark";

export function PolicyPage() {
  const { t } = useTranslation();
  const { data: policy, error, refetch } = usePolicy();

  // The address may point at a clause, which is not on the page until the text has arrived.
  useEffect(() => {
    if (policy && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [policy]);

  if (error && !policy) {
    return <Failed error={error} onRetry={() => refetch()} scale="page" />;
  }
  if (!policy) return <PolicySkeleton />;

  // Several sentences may keep one clause; its address leads to the first.
  const met = new Set<string>();
  const first = (ids: string[]) => ids.filter((id) => !met.has(id) && met.add(id));

  return (
    <article className={classes.policy}>
      <PageHead title={t("policy.title")}>
        {t("policy.updated", { date: day(`${policy.updated_on}T12:00:00`), version: policy.version })}{" "}
        <Link to="/privacy/versions">{t("policy.versions")}</Link>
      </PageHead>
      <Standing />
      <section className={classes.summary} aria-labelledby="summary">
        <Title order={2} size="h3" id="summary">
          {t("policy.summary")}
        </Title>
        <ul>
          {policy.summary.map((line) => (
            <li key={line.text}>
              {line.text} <Clauses ids={line.clauses} />
            </li>
          ))}
        </ul>
      </section>
      <nav className={classes.contents} aria-label={t("policy.contents")}>
        <ol>
          {policy.sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`}>{section.title}</a>
            </li>
          ))}
        </ol>
      </nav>
      {policy.sections.map((section) => (
        <section key={section.id} id={section.id} className={classes.section}>
          <Title order={2}>{section.title}</Title>
          {section.paragraphs.map((paragraph) => (
            <p key={paragraph.text}>
              {paragraph.text} {paragraph.clauses.includes("C03") ? <ReportLink /> : null}
              <Clauses ids={paragraph.clauses} anchors={first(paragraph.clauses)} />
            </p>
          ))}
        </section>
      ))}
      <DataTable rows={policy.data} everywhere={policy.everywhere} />
      <RecipientTable rows={policy.recipients} />
      <StorageTable rows={policy.storage} />
      <ControllerCard controller={policy.controller} />
    </article>
  );
}

/** How many of the promises hold now, and the way to all of them. */
function Standing() {
  const { t } = useTranslation();
  const { data } = useClauses();
  if (!data) return <Skeleton height={20} width={280} mt={16} />;
  const { kept, broken, unknown } = counted(data.items);
  return (
    <p className={classes.status} data-testid="standing">
      <StateMark state={broken > 0 ? "broken" : unknown > 0 || kept === 0 ? "unknown" : "kept"} size={18} />
      <span>
        {broken > 0 ? t("promises.someBroken", { count: broken }) : t("promises.soMany", { count: kept })}
        {gap()}
        <Link to="/privacy/status">{t("promises.all")}</Link>
      </span>
    </p>
  );
}

/** Where the sentence about reports can be acted on. */
function ReportLink() {
  const { t } = useTranslation();
  return (
    <>
      <Link to="/report-child">{t("policy.reportChild")}</Link>
      {gap()}
    </>
  );
}

function PolicySkeleton() {
  return (
    <Stack gap="lg" maw={720} mx="auto" aria-busy>
      <Skeleton height={36} width="50%" />
      <Skeleton height={140} />
      <Skeleton height={24} width="30%" />
      <Skeleton height={100} />
      <Skeleton height={24} width="40%" />
      <Skeleton height={100} />
    </Stack>
  );
}
