import { Button, TextInput, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { meetingCodeOf } from "@/features/meetings";
import { LinkButton, Mark, useTitle } from "@/ui";
import classes from "./landing.module.css";

export function LandingPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [link, setLink] = useState("");
  const [refused, setRefused] = useState(false);
  useTitle("");

  const join = (event: FormEvent) => {
    event.preventDefault();
    const code = meetingCodeOf(link);
    setRefused(!code);
    if (code) navigate({ to: "/m/$code", params: { code } });
  };

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
      <form className={classes.join} onSubmit={join} noValidate>
        <TextInput
          label={t("landing.joinLabel")}
          placeholder="abcd-efgh-jkmn"
          value={link}
          onChange={(event) => {
            setLink(event.currentTarget.value);
            setRefused(false);
          }}
          error={refused ? t("landing.joinMalformed") : null}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default">
          {t("landing.join")}
        </Button>
      </form>
      <Link to="/privacy" className={classes.privacy}>
        {t("landing.privacy")}
      </Link>
    </div>
  );
}
