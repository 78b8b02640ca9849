import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Objection } from "@/features/meetings/quality/Objection";
import { myMeasuringQuery, objectEverywhere } from "@/features/meetings/quality/queries";
import { Failed } from "@/ui";
import settings from "../settings.module.css";

/** The objection to being measured, for all meetings. */
export function CallQuality() {
  const { t } = useTranslation();
  const measuring = useQuery(myMeasuringQuery);
  return (
    <section className={settings.section}>
      <Title order={2} size="h3">
        {t("quality.title")}
      </Title>
      {measuring.isPending ? <Skeleton height={60} aria-busy /> : null}
      {measuring.isError && !measuring.data ? (
        <Failed error={measuring.error} onRetry={() => measuring.refetch()} />
      ) : null}
      {measuring.data ? <Objection measuring={measuring.data} change={objectEverywhere} /> : null}
    </section>
  );
}
