import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { JoinForm } from "@/features/meetings";
import { LinkButton, Mark, useTitle } from "@/ui";
import classes from "./landing.module.css";

export function LandingPage() {
  const { t } = useTranslation();
  useTitle("");

  return (
    <div className={classes.landing}>
      <div className={classes.mark}>
        <Mark size={88} />
      </div>
      <Title order={1}>{t("landing.title")}</Title>
      <p className={classes.lead}>{t("landing.lead")}</p>
      <LinkButton to="/sign-in" size="lg">
        {t("landing.signIn")}
      </LinkButton>
      <div className={classes.join}>
        <JoinForm />
      </div>
      <Link to="/privacy" className={classes.privacy}>
        {t("landing.privacy")}
      </Link>
    </div>
  );
}
