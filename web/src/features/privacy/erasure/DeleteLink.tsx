import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LinkButton } from "@/ui";
import classes from "./erasure.module.css";

/** At the end of the settings: where an account is deleted. */
export function DeleteLink() {
  const { t } = useTranslation();
  return (
    <section className={classes.card}>
      <Title order={2} size="h3">
        {t("erasure.title")}
      </Title>
      <p className={classes.text}>{t("erasure.linkText")}</p>
      <div className={classes.actions}>
        <LinkButton to="/privacy/mine/delete" variant="default" data-testid="delete-account">
          {t("erasure.look")}
        </LinkButton>
      </div>
    </section>
  );
}
