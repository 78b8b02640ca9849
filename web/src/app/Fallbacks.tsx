import { Button } from "@mantine/core";
import { IconCompass, IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LinkButton, StatePage } from "@/ui";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <StatePage
      icon={<IconCompass size={28} stroke={1.5} />}
      title={t("notFound.title")}
      actions={<LinkButton to="/">{t("common.home")}</LinkButton>}
    >
      <p>{t("notFound.text")}</p>
    </StatePage>
  );
}

export function CrashPage() {
  const { t } = useTranslation();
  return (
    <StatePage
      icon={<IconPlugConnectedX size={28} stroke={1.5} />}
      title={t("crash.title")}
      actions={<Button onClick={() => window.location.reload()}>{t("common.reload")}</Button>}
    >
      <p>{t("crash.text")}</p>
    </StatePage>
  );
}
