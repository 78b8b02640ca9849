import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Failed } from "@/ui";
import { Objection } from "../../../quality/Objection";
import { QualityCharts } from "../../../quality/QualityCharts";
import classes from "../../../quality/quality.module.css";
import { chartsQuery, measuringQuery, objectTo } from "../../../quality/queries";
import { useCall } from "../../frame/CallContext";

export function QualityPanel() {
  const { t } = useTranslation();
  const { code } = useCall();
  const charts = useQuery(chartsQuery(code, true));
  const measuring = useQuery(measuringQuery(code));
  return (
    <div className={classes.panel}>
      {charts.isPending ? <Skeleton height={160} aria-busy /> : null}
      {charts.isError && !charts.data ? <Failed error={charts.error} onRetry={() => charts.refetch()} /> : null}
      {charts.data?.participants.length === 0 ? (
        <p className={classes.hint}>{t(measuring.data?.measured === false ? "quality.off" : "quality.soon")}</p>
      ) : null}
      {charts.data?.participants.map((chart) => (
        <QualityCharts key={chart.participant} chart={chart} named={charts.data.whole} />
      ))}
      {measuring.data ? <Objection measuring={measuring.data} change={(objects) => objectTo(code, objects)} /> : null}
    </div>
  );
}
