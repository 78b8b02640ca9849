import { useTranslation } from "react-i18next";
import { exact, useNow } from "@/ui";

const DAY = 86_400_000;

/** How long something can still be brought back. */
export function TimeLeft({ until }: { until: string }) {
  const { t } = useTranslation();
  const days = Math.max(0, Math.ceil((Date.parse(until) - useNow(60_000)) / DAY));
  return (
    <time dateTime={until} title={exact(until)}>
      {t("cloud.trash.left", { count: days })}
    </time>
  );
}
