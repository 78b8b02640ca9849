import { Button, Skeleton, Title } from "@mantine/core";
import { IconMessageQuestion } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { day, Failed, ProblemNote, StatePage } from "@/ui";
import mine from "../mine/mine.module.css";
import { Deadline, WhyThen } from "./Deadline";
import { isOpen, kindName, type MyRequest, myRequestsQuery, stateName, withdraw } from "./queries";
import classes from "./requests.module.css";
import { Timeline } from "./Timeline";

/** What I asked: the open ones with their day, the others folded. */
export function MyRequests({ onAsk }: { onAsk: () => void }) {
  const { t } = useTranslation();
  const requests = useQuery(myRequestsQuery);
  return (
    <section className={mine.section} aria-labelledby="requests">
      <Title order={2} id="requests">
        {t("asking.title")}
      </Title>
      {requests.isError && !requests.data ? <Failed error={requests.error} onRetry={() => requests.refetch()} /> : null}
      {requests.isPending ? <Skeleton height={120} radius={10} mt={16} aria-busy /> : null}
      {requests.data?.items.length === 0 ? (
        <StatePage
          scale="block"
          icon={<IconMessageQuestion size={28} stroke={1.5} />}
          title={t("asking.empty")}
          actions={
            <Button variant="default" onClick={onAsk}>
              {t("asking.ask")}
            </Button>
          }
        >
          <p>{t("asking.emptyText")}</p>
        </StatePage>
      ) : null}
      {requests.data && requests.data.items.length > 0 ? (
        <ul className={classes.cards}>
          {requests.data.items.map((each) => (
            <RequestCard key={each.id} request={each} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function RequestCard({ request }: { request: MyRequest }) {
  const { t } = useTranslation();
  const open = isOpen(request.state);
  return (
    <li className={classes.card} data-testid="request-card" data-state={request.state}>
      <div className={classes.head}>
        <strong>{kindName(t, request.kind)}</strong>
        <span className={classes.badge} data-state={request.state}>
          {stateName(t, request.state)}
        </span>
      </div>
      <p className={classes.soft}>
        {request.desk.name ? t("asking.askedOf", { name: request.desk.name }) : t("asking.askedOfOperator")}
        {request.desk.contact_name ? t("asking.contact", { name: request.desk.contact_name }) : null}
      </p>
      {request.text ? <blockquote className={classes.quote}>{request.text}</blockquote> : null}
      {open ? <Deadline request={request} /> : null}
      {!open && request.closed_at ? <p className={classes.soft}>{day(request.closed_at)}</p> : null}
      {request.refused ? (
        <p>
          <strong>{request.refused}</strong>
        </p>
      ) : null}
      {request.answer ? <blockquote className={classes.quote}>{request.answer}</blockquote> : null}
      {request.complain ? <p className={classes.soft}>{request.complain}</p> : null}
      {request.extended && open ? <p className={classes.soft}>{request.extended}</p> : null}
      <details className={classes.why} open={open}>
        <summary>{t("asking.timeline")}</summary>
        <Timeline events={request.timeline} />
      </details>
      {open ? <WhyThen request={request} /> : null}
      {open && !request.answers_itself ? <Withdraw id={request.id} /> : null}
    </li>
  );
}

function Withdraw({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const back = useMutation({
    mutationFn: () => withdraw(id),
    onSettled: () => client.invalidateQueries({ queryKey: myRequestsQuery.queryKey }),
  });
  return (
    <div className={classes.buttons}>
      <Button
        variant={sure ? "filled" : "subtle"}
        color={sure ? "heron" : undefined}
        size="xs"
        loading={back.isPending}
        onClick={() => (sure ? back.mutate() : setSure(true))}
        onBlur={() => setSure(false)}
        data-testid="withdraw"
      >
        {sure ? t("asking.withdrawSure") : t("asking.withdraw")}
      </Button>
      <ProblemNote error={back.error} />
    </div>
  );
}
