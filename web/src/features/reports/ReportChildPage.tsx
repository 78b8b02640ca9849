import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/features/accounts";
import { PageHead } from "@/ui";
import { Reported } from "./Reported";
import { ReportForm } from "./ReportForm";
import classes from "./reports.module.css";

/** Open to everybody: who sees a child's account need not have one. */
export function ReportChildPage() {
  const { t } = useTranslation();
  const [dueAt, setDueAt] = useState<string | null>(null);
  const session = useQuery(sessionQuery);
  if (dueAt) return <Reported dueAt={dueAt} onAnother={() => setDueAt(null)} />;
  return (
    <div className={classes.page}>
      <PageHead title={t("reports.title")} />
      <p className={classes.lead}>{t("reports.lead", { age: session.data?.minimum_age ?? 14 })}</p>
      <ReportForm onSent={setDueAt} />
    </div>
  );
}
