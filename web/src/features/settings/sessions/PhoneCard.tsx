import { Button, Skeleton, Title } from "@mantine/core";
import { IconDeviceMobileMessage } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "@/features/accounts";
import { Note } from "@/ui";
import { PhoneDialog } from "./PhoneDialog";
import classes from "./sessions.module.css";

export function PhoneCard() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  const hint = session.data?.person?.phone_hint;

  return (
    <section className={classes.card} aria-labelledby="phone-title">
      <Title order={2} id="phone-title">
        {t("sessions.phone.title")}
      </Title>
      <div className={classes.row}>
        <IconDeviceMobileMessage size={24} stroke={1.5} aria-hidden className={classes.device} />
        <div className={classes.main} data-testid="phone-hint">
          {session.isPending ? <Skeleton height={16} width={160} /> : <bdi>{hint ?? t("sessions.phone.none")}</bdi>}
        </div>
        <Button variant="default" onClick={() => setChanging(true)} data-testid="change-phone">
          {hint ? t("sessions.phone.change") : t("sessions.phone.add")}
        </Button>
      </div>
      <div aria-live="polite">{changed ? <Note>{t("sessions.phone.done")}</Note> : null}</div>
      <PhoneDialog
        opened={changing}
        onClose={() => setChanging(false)}
        onChanged={() => {
          setChanging(false);
          setChanged(true);
        }}
      />
    </section>
  );
}
