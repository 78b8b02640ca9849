import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { QualityCharts } from "../quality/QualityCharts";
import type { Charts } from "../quality/queries";
import classes from "./details.module.css";

export function QualityCard({ charts }: { charts: Charts }) {
  const { t } = useTranslation();
  return (
    <section className={classes.card} data-testid="summary-quality">
      <header className={classes.cardHead}>
        <Title order={2}>{t("quality.title")}</Title>
        <span className={classes.soft}>{t(charts.whole ? "summary.qualityOfAll" : "summary.qualityOfMine")}</span>
      </header>
      <div className={classes.charts}>
        {charts.participants.map((chart) => (
          <QualityCharts key={chart.participant} chart={chart} named={charts.whole} />
        ))}
      </div>
    </section>
  );
}
