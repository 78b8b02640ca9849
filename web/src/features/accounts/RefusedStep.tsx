import { Button, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LinkButton } from "@/ui";
import classes from "./signIn.module.css";

export function RefusedStep({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.step}>
      <div>
        <Title order={1} size="h2">
          {t("consent.refusedTitle")}
        </Title>
        <p className={classes.lead}>{t("consent.refusedText")}</p>
      </div>
      <div className={classes.pair}>
        <Button variant="default" onClick={onBack}>
          {t("common.back")}
        </Button>
        <LinkButton to="/" variant="default">
          {t("common.home")}
        </LinkButton>
      </div>
    </div>
  );
}
