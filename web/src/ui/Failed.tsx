import { Button } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { StatePage } from "./StatePage";

interface Props {
  error: unknown;
  onRetry: () => void;
  /** As of a `StatePage`. */
  scale?: "page" | "block";
}

/** What could not be read: what happened, and once more. */
export function Failed({ error, onRetry, scale = "block" }: Props) {
  const { t } = useTranslation();
  return (
    <StatePage
      scale={scale}
      icon={<IconPlugConnectedX size={28} stroke={1.5} />}
      title={isProblem(error) ? error.title : t("problem.failed")}
      actions={<Button onClick={onRetry}>{t("common.retry")}</Button>}
    >
      <p>{isProblem(error) ? error.detail : t("problem.failedDetail")}</p>
    </StatePage>
  );
}
