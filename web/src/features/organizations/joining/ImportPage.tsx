import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, PageHead } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { FinishedImport } from "./FinishedImport";
import { ImportPreview } from "./ImportPreview";
import { ImportProgress } from "./ImportProgress";
import { type Import, importsQuery } from "./imports";
import classes from "./joining.module.css";
import { UploadForm } from "./UploadForm";

/** The list under way is found again whenever the page is opened; without one, the form for the next. */
export function ImportPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const imports = useQuery(importsQuery(organization.id));
  const [next, setNext] = useState(false);
  const items = imports.data?.items ?? [];
  const current = items.find((each) => ["reading", "preview", "importing"].includes(each.state));
  const [latest] = items;
  const finished = latest && latest.state !== "cancelled" && !next ? latest : undefined;
  return (
    <>
      <PageHead title={t("organizations.tabs.import")}>{t("joining.import.lead")}</PageHead>
      {imports.isPending ? <Skeleton height={280} aria-busy /> : null}
      {imports.isError && !imports.data ? <Failed error={imports.error} onRetry={() => imports.refetch()} /> : null}
      {imports.data && !current && !finished ? <UploadForm onUploaded={() => setNext(false)} /> : null}
      {current ? <Current batch={current} /> : null}
      {!current && finished ? <FinishedImport batch={finished} onNext={() => setNext(true)} /> : null}
      {imports.data && !current && !finished && items.length > 0 ? <Earlier items={items} /> : null}
    </>
  );
}

function Current({ batch }: { batch: Import }) {
  return batch.state === "preview" ? <ImportPreview batch={batch} /> : <ImportProgress batch={batch} />;
}

function Earlier({ items }: { items: Import[] }) {
  const { t } = useTranslation();
  const done = items.filter((each) => each.done > 0);
  if (done.length === 0) return null;
  return (
    <section className={classes.section}>
      <Title order={2}>{t("joining.import.earlier")}</Title>
      <ul className={classes.list}>
        {done.map((each) => (
          <li key={each.id} className={classes.row}>
            <div className={classes.main}>
              <bdi className={classes.title}>{each.source}</bdi>
              <span className={classes.sub}>{t("joining.import.expected", { count: each.done })}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
