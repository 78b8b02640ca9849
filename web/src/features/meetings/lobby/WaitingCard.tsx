import { Button, Loader, Title } from "@mantine/core";
import { IconCalendarX, IconDoorOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isProblem, type Waiting } from "@/api";
import { LinkButton, StatePage, useTitle } from "@/ui";
import { lobbyQuery } from "../queries";
import classes from "./lobby.module.css";

interface Props {
  code: string;
  title: string;
  waiting: Waiting;
  invitation: string | undefined;
  joining: boolean;
  onAdmitted: () => void;
  /** There is no place in the lobby any more: ask again from the beginning. */
  onOver: () => void;
  /** Nobody will see the preview: the devices are let go. */
  onTurnedAway: () => void;
}

/** Beside one's own preview, until a host has decided. */
export function WaitingCard({ code, title, waiting, invitation, joining, onAdmitted, onOver, onTurnedAway }: Props) {
  const { t } = useTranslation();
  const { data, error } = useQuery(lobbyQuery(code, waiting, invitation));
  const admitted = data.standing === "admitted";
  const gone = isProblem(error, "not-waiting");
  const turnedAway = isProblem(error, "entry-denied", "removed-from-meeting", "meeting-ended") ? error : null;
  const entered = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(admitted ? t("hosting.admitted") : t("hosting.waitingTitle"));
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (!admitted || entered.current) return;
    entered.current = true;
    onAdmitted();
  }, [admitted, onAdmitted]);
  useEffect(() => {
    if (gone) onOver();
  }, [gone, onOver]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it happens
  useEffect(() => {
    if (turnedAway) onTurnedAway();
  }, [turnedAway]);

  if (turnedAway) {
    const Icon = turnedAway.slug === "meeting-ended" ? IconCalendarX : IconDoorOff;
    return (
      <div role="alert" data-testid="turned-away" data-why={turnedAway.slug}>
        <StatePage
          scale="block"
          icon={<Icon size={28} stroke={1.5} />}
          title={turnedAway.title}
          actions={<LinkButton to="/">{t("common.home")}</LinkButton>}
        >
          <p>{turnedAway.detail}</p>
        </StatePage>
      </div>
    );
  }
  return (
    <section className={classes.waiting} data-testid="waiting" data-standing={data.standing}>
      <Title order={1} size="h2" ref={heading} tabIndex={-1}>
        {t("hosting.waitingTitle")}
      </Title>
      {title ? <p className={classes.soft}>{title}</p> : null}
      <p className={classes.state} role="status">
        <Loader size={18} aria-hidden />
        <span>{admitted || joining ? t("hosting.admitted") : t("hosting.waitingText")}</span>
      </p>
      {data.message ? (
        <blockquote className={classes.message}>
          <span className={classes.soft}>{t("hosting.messageFromHost")}</span>
          <p dir="auto">{data.message}</p>
        </blockquote>
      ) : null}
      {error ? <p className={classes.soft}>{t("hosting.waitingUnreachable")}</p> : null}
      <Button variant="default" component="a" href="/" data-testid="leave-lobby">
        {t("hosting.stopWaiting")}
      </Button>
    </section>
  );
}
