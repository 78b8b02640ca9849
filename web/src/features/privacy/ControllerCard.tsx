import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Policy } from "@/api";
import { Note } from "@/ui";
import classes from "./policy.module.css";

export function ControllerCard({ controller }: { controller: Policy["controller"] }) {
  const { t } = useTranslation();
  const { name, email, phone, address } = controller;
  return (
    <section className={classes.section} id="controller">
      <Title order={2}>{t("policy.controller")}</Title>
      {name || email || phone || address ? (
        <address className={classes.controller}>
          {name ? <strong>{name}</strong> : null}
          {email ? <a href={`mailto:${email}`}>{email}</a> : null}
          {phone ? <a href={`tel:${phone}`}>{phone}</a> : null}
          {address ? <span>{address}</span> : null}
        </address>
      ) : (
        <Note tone="warn">{t("policy.noController")}</Note>
      )}
    </section>
  );
}
