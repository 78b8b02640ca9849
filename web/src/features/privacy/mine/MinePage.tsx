import { Button } from "@mantine/core";
import { IconArmchair, IconDownload, IconEye, IconFileText, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui";
import { Choices } from "../consents/Choices";
import { AskDialog, type Asked } from "../requests/AskDialog";
import { MyRequests } from "../requests/MyRequests";
import { Restricted } from "../requests/Restricted";
import { KnownSection } from "./KnownSection";
import classes from "./mine.module.css";
import { seatsQuery } from "./queries";

/** What is known about me, what I allowed, and what I asked: with the way to each of my rights one click away. */
export function MinePage() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<Asked | null>(null);
  const seats = useQuery(seatsQuery);
  return (
    <div className={classes.page}>
      <PageHead
        title={t("mine.title")}
        actions={
          <Button onClick={() => setAsking({})} data-testid="ask">
            {t("asking.ask")}
          </Button>
        }
      >
        {t("mine.lead")}
      </PageHead>
      <nav className={classes.ways} aria-label={t("mine.ways")}>
        <Way href="/privacy/mine/copy" icon={<IconDownload size={22} stroke={1.5} />} title={t("mine.copy")}>
          {t("mine.copyText")}
        </Way>
        <Way href="/privacy/mine/access" icon={<IconEye size={22} stroke={1.5} />} title={t("mine.access")}>
          {t("mine.accessText")}
        </Way>
        <Way href="/privacy" icon={<IconFileText size={22} stroke={1.5} />} title={t("mine.policy")}>
          {t("mine.policyText")}
        </Way>
        <Way href="/privacy/mine/delete" icon={<IconTrash size={22} stroke={1.5} />} title={t("mine.delete")}>
          {t("mine.deleteText")}
        </Way>
      </nav>
      {seats.data?.operator ? (
        <p className={classes.seat}>
          <IconArmchair size={18} stroke={1.5} aria-hidden />
          <Link to="/privacy/desk">{t("mine.toDesk")}</Link>
        </p>
      ) : null}
      <Restricted />
      <MyRequests onAsk={() => setAsking({})} />
      <Choices onObject={(text) => setAsking({ kind: "objection", text })} />
      <KnownSection />
      {asking ? <AskDialog asked={asking} onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function Way({ href, icon, title, children }: { href: string; icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <Link to={href as "/privacy"} className={classes.way}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <strong>{title}</strong>
      <span>{children}</span>
    </Link>
  );
}
