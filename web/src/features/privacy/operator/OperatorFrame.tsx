import { IconArmchairOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Failed, LinkButton, PageHead, StatePage } from "@/ui";
import classes from "./operator.module.css";

interface Props {
  title: string;
  lead: ReactNode;
  error: unknown;
  onRetry: () => void;
  children: ReactNode;
}

/** The pages of whoever answers for the installation: the ways between them, and what others are told instead. */
export function OperatorFrame({ title, lead, error, onRetry, children }: Props) {
  const { t } = useTranslation();
  if (isProblem(error, "not-allowed")) {
    return (
      <StatePage
        icon={<IconArmchairOff size={28} stroke={1.5} />}
        title={t("operator.noSeat")}
        actions={<LinkButton to="/privacy/mine">{t("operator.toMine")}</LinkButton>}
      >
        <p>{t("operator.noSeatText")}</p>
      </StatePage>
    );
  }
  if (error) return <Failed scale="page" error={error} onRetry={onRetry} />;
  return (
    <article className={classes.page}>
      <PageHead title={title}>{lead}</PageHead>
      <OperatorWays />
      {children}
    </article>
  );
}

/** Between the pages of the operator's desk. */
export function OperatorWays() {
  const { t } = useTranslation();
  return (
    <nav className={classes.ways} aria-label={t("operator.ways")}>
      <Link to="/privacy/desk">{t("operator.desk")}</Link>
      <Link to="/privacy/retention">{t("retention.title")}</Link>
      <Link to="/privacy/processors">{t("processors.title")}</Link>
      <Link to="/privacy/status">{t("operator.status")}</Link>
    </nav>
  );
}
