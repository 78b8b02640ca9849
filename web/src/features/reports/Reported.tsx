import { Button } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { day, LinkButton, StatePage } from "@/ui";

export function Reported({ dueAt, onAnother }: { dueAt: string; onAnother: () => void }) {
  const { t } = useTranslation();
  return (
    <StatePage
      icon={<IconCircleCheck size={28} stroke={1.5} />}
      title={t("reports.doneTitle")}
      actions={
        <>
          <Button variant="default" onClick={onAnother}>
            {t("reports.another")}
          </Button>
          <LinkButton to="/">{t("common.home")}</LinkButton>
        </>
      }
    >
      <p role="status" data-testid="reported">
        {t("reports.doneText", { date: day(dueAt) })}
      </p>
    </StatePage>
  );
}
