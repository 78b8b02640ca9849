import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { day, Failed, Note, PageHead } from "@/ui";
import type { Language } from "@/ui/i18n";
import mine from "../mine/mine.module.css";
import { type Version, type VersionRow, versionQuery, versionsQuery } from "./queries";
import classes from "./versions.module.css";

const dated = (date: string) => day(`${date}T12:00:00`);

/** Every version of the policy, what each changed, and what it asked of people. */
export function VersionsPage() {
  const { t, i18n } = useTranslation();
  const { version } = useSearch({ from: "/framed/privacy/versions" });
  const versions = useQuery(versionsQuery(i18n.language as Language));
  if (versions.isError && !versions.data) {
    return <Failed scale="page" error={versions.error} onRetry={() => versions.refetch()} />;
  }
  const shown = version ?? versions.data?.items[0]?.version;
  return (
    <article className={mine.page}>
      <PageHead title={t("versions.title")}>{t("versions.lead")}</PageHead>
      {versions.data ? (
        <>
          {versions.data.review_overdue ? (
            <Note tone="warn" title={t("versions.overdue", { date: dated(versions.data.review_due_on) })} />
          ) : (
            <p className={mine.lead}>{t("versions.review", { date: dated(versions.data.review_due_on) })}</p>
          )}
          <ol className={classes.list}>
            {versions.data.items.map((each) => (
              <Row key={each.version} row={each} shown={each.version === shown} />
            ))}
          </ol>
        </>
      ) : (
        <Skeleton height={144} radius={10} aria-busy />
      )}
      {shown ? <OneVersion version={shown} /> : null}
    </article>
  );
}

function Row({ row, shown }: { row: VersionRow; shown: boolean }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link
        to="/privacy/versions"
        search={{ version: row.version }}
        className={classes.row}
        aria-current={shown ? "true" : undefined}
        data-testid={`version-${row.version}`}
      >
        <strong>{dated(row.version)}</strong>
        {row.current ? <span className={classes.badge}>{t("versions.current")}</span> : null}
        <span className={classes.soft}>{needText(t, row.need)}</span>
      </Link>
    </li>
  );
}

const needText = (t: ReturnType<typeof useTranslation>["t"], need: VersionRow["need"]) =>
  need === null
    ? t("versions.first")
    : { nothing: t("versions.nothing"), notice: t("versions.notice"), acceptance: t("versions.acceptance") }[need];

function OneVersion({ version }: { version: string }) {
  const { t, i18n } = useTranslation();
  const found = useQuery(versionQuery(version, i18n.language as Language));
  if (found.isError && !found.data) return <Failed error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton height={320} radius={10} mt={24} aria-busy />;
  const { changes, before, sections, hashes } = found.data;
  return (
    <>
      {before ? (
        <section className={mine.section}>
          <Title order={2}>{t("versions.since", { date: dated(before) })}</Title>
          {changes.length > 0 ? (
            <ul className={classes.changes}>
              {changes.map((each) => (
                <li key={each.text}>{each.text}</li>
              ))}
            </ul>
          ) : null}
          <Rewritten version={found.data} />
        </section>
      ) : null}
      <section className={mine.section}>
        <Title order={2}>{t("versions.text", { date: dated(version) })}</Title>
        {sections.map((section) => (
          <details key={section.id} className={classes.section}>
            <summary>{section.title}</summary>
            {section.paragraphs.map((each) => (
              <p key={each}>{each}</p>
            ))}
          </details>
        ))}
        <p className={mine.lead}>
          {t("versions.hash")} <code className={classes.hash}>{i18n.language === "en" ? hashes.en : hashes.zh}</code>
        </p>
      </section>
    </>
  );
}

function Rewritten({ version }: { version: Version }) {
  const { t } = useTranslation();
  if (version.rewritten.length === 0) return <p className={mine.lead}>{t("versions.sameText")}</p>;
  return (
    <>
      {version.rewritten.map((each, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other identity, and never change
        <div key={place} className={classes.rewritten}>
          {each.section !== version.rewritten[place - 1]?.section ? <strong>{each.section}</strong> : null}
          <p>
            {each.parts.map((part, number) =>
              part.op === "same" ? (
                part.text
              ) : part.op === "added" ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same
                <ins key={number}>{part.text}</ins>
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same
                <del key={number}>{part.text}</del>
              ),
            )}
          </p>
        </div>
      ))}
    </>
  );
}
