import { Skeleton } from "@mantine/core";
import { IconArmchairOff, IconChecks } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Failed, LinkButton, Note, PageHead, StatePage } from "@/ui";
import mine from "../mine/mine.module.css";
import { OperatorWays } from "../operator/OperatorFrame";
import { daysLeft } from "./Deadline";
import { DeskRequest } from "./DeskRequest";
import { isOpen, kindName, type Queue, queueQuery, stateName } from "./queries";
import classes from "./requests.module.css";

/** The operator's own desk: for whom the operator gave a seat. */
export function OperatorDeskPage() {
  return (
    <div className={mine.page}>
      <Desk space="operator" />
    </div>
  );
}

/** A desk's queue, or the one request of it that the address names. */
export function Desk({ space }: { space: string }) {
  const { t } = useTranslation();
  const { request } = useSearch({ strict: false }) as { request?: string };
  const queue = useQuery(queueQuery(space));
  if (isProblem(queue.error, "not-allowed")) {
    return (
      <StatePage
        icon={<IconArmchairOff size={28} stroke={1.5} />}
        title={t("desk.noSeat")}
        actions={<LinkButton to="/privacy/mine">{t("mine.title")}</LinkButton>}
      >
        <p>{t("desk.noSeatText")}</p>
      </StatePage>
    );
  }
  if (queue.isError && !queue.data) {
    return <Failed scale="page" error={queue.error} onRetry={() => queue.refetch()} />;
  }
  if (queue.data && request) return <DeskRequest space={space} id={request} queue={queue.data} />;
  return (
    <>
      <PageHead title={t("desk.title")}>{t("desk.lead")}</PageHead>
      {space === "operator" ? <OperatorWays /> : null}
      {queue.data ? <Lines queue={queue.data} /> : <Skeleton height={180} radius={10} aria-busy />}
    </>
  );
}

function Lines({ queue }: { queue: Queue }) {
  const { t } = useTranslation();
  if (queue.items.length === 0) {
    return (
      <StatePage scale="block" icon={<IconChecks size={28} stroke={1.5} />} title={t("desk.empty")}>
        <p>{t("desk.emptyText")}</p>
      </StatePage>
    );
  }
  return (
    <>
      {queue.overdue > 0 ? (
        <Note tone="warn" title={t("desk.overdue", { count: queue.overdue })}>
          <p>{t("desk.overdueText")}</p>
        </Note>
      ) : null}
      <ul className={classes.queue} style={{ marginTop: 16 }} data-testid="queue">
        {queue.items.map((each) => (
          <li key={each.id}>
            <Link to="." search={{ request: each.id }} className={classes.queued}>
              <strong>{kindName(t, each.kind)}</strong>
              {each.proposed ? <span className={classes.badge}>{t("desk.proposed")}</span> : null}
              <span className={classes.badge} data-state={each.state}>
                {stateName(t, each.state)}
              </span>
              {isOpen(each.state) ? (
                <span className={each.days_left < 0 ? classes.late : classes.soft}>{daysLeft(t, each.days_left)}</span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
