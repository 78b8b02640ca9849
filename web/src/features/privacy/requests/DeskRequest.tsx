import { Button, NativeSelect, Skeleton, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, PageHead, ProblemNote } from "@/ui";
import { Deadline, WhyThen } from "./Deadline";
import {
  type AtDesk,
  atDeskQuery,
  confirmRefusal,
  dropRefusal,
  extend,
  giveAnswer,
  isOpen,
  kindName,
  proposeRefusal,
  type Queue,
  stateName,
} from "./queries";
import classes from "./requests.module.css";
import { Timeline } from "./Timeline";

interface Props {
  space: string;
  id: string;
  queue: Queue;
}

/** One request as its desk sees it, and what may be done with it. */
export function DeskRequest({ space, id, queue }: Props) {
  const { t } = useTranslation();
  const found = useQuery(atDeskQuery(space, id));
  if (found.isError && !found.data) {
    return <Failed scale="page" error={found.error} onRetry={() => found.refetch()} />;
  }
  if (!found.data) return <Skeleton height={320} radius={10} aria-busy />;
  const request = found.data;
  return (
    <>
      <p className={classes.soft}>
        <Link to="." search={{}}>
          {t("desk.title")}
        </Link>
      </p>
      <PageHead title={kindName(t, request.kind)}>
        {t("desk.of", { name: request.person || t("desk.nameless") })}
      </PageHead>
      <article className={classes.card} data-testid="at-desk">
        <div className={classes.head}>
          <span className={classes.badge} data-state={request.state}>
            {stateName(t, request.state)}
          </span>
        </div>
        {request.text ? <blockquote className={classes.quote}>{request.text}</blockquote> : null}
        {isOpen(request.state) ? <Deadline request={request} /> : null}
        <WhyThen request={request} />
        {request.refused ? <p>{request.refused}</p> : null}
        {request.answer && !request.proposed ? (
          <blockquote className={classes.quote}>{request.answer}</blockquote>
        ) : null}
        <Timeline events={request.timeline} />
      </article>
      {request.proposed ? <Proposed space={space} request={request} /> : null}
      {request.can_decide && !request.proposed ? <Decide space={space} request={request} queue={queue} /> : null}
    </>
  );
}

function useActing(space: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<AtDesk>) => act(),
    onSuccess: (now) => {
      client.setQueryData(atDeskQuery(space, id).queryKey, now);
      void client.invalidateQueries({ queryKey: ["privacy", "desk", space], exact: true });
    },
  });
}

/** Somebody wants to refuse: another one looks. */
function Proposed({ space, request }: { space: string; request: AtDesk }) {
  const { t } = useTranslation();
  const acting = useActing(space, request.id);
  return (
    <section className={classes.card} style={{ marginTop: 16 }}>
      <strong>{t("desk.proposed")}</strong>
      <p>{request.proposed}</p>
      <blockquote className={classes.quote}>{request.answer}</blockquote>
      {request.can_confirm ? null : <p className={classes.soft}>{t("desk.another")}</p>}
      <ProblemNote error={acting.error} />
      <div className={classes.buttons}>
        <Button
          variant="default"
          loading={acting.isPending}
          onClick={() => acting.mutate(() => dropRefusal(space, request.id))}
        >
          {t("desk.drop")}
        </Button>
        {request.can_confirm ? (
          <Button
            color="heron"
            loading={acting.isPending}
            onClick={() => acting.mutate(() => confirmRefusal(space, request.id))}
            data-testid="confirm-refusal"
          >
            {t("desk.confirm")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

type Way = "answer" | "extend" | "refuse";

function Decide({ space, request, queue }: { space: string; request: AtDesk; queue: Queue }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>("answer");
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const acting = useActing(space, request.id);
  const reasons = way === "extend" ? queue.extension_reasons : queue.refusal_reasons;
  const acts: Record<Way, () => Promise<AtDesk>> = {
    answer: () => giveAnswer(space, request.id, text),
    extend: () => extend(space, request.id, reason),
    refuse: () => proposeRefusal(space, request.id, reason, text),
  };
  const names: Record<Way, string> = {
    answer: t("desk.answer"),
    extend: t("desk.extend"),
    refuse: t("desk.refuse"),
  };
  const ready = (way === "extend" || text.trim()) && (way === "answer" || reason);
  return (
    <section className={classes.card} style={{ marginTop: 16 }} aria-label={t("desk.decide")}>
      <div className={classes.buttons} style={{ justifyContent: "flex-start" }}>
        {(["answer", "extend", "refuse"] as const)
          .filter((each) => each !== "extend" || !request.extended)
          .map((each) => (
            <Button
              key={each}
              size="xs"
              variant={way === each ? "light" : "subtle"}
              aria-pressed={way === each}
              onClick={() => {
                setWay(each);
                setReason("");
                acting.reset();
              }}
              data-testid={`way-${each}`}
            >
              {names[each]}
            </Button>
          ))}
      </div>
      {way === "answer" ? null : (
        <NativeSelect
          label={t("desk.reason")}
          description={way === "refuse" ? t("desk.reasonRefuse") : t("desk.reasonExtend")}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data={[
            { value: "", label: t("desk.choose") },
            ...reasons.map((each) => ({ value: each.id, label: each.text })),
          ]}
          data-testid="desk-reason"
        />
      )}
      {way === "extend" ? null : (
        <Textarea
          label={t("desk.text")}
          description={t("desk.textWhy")}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="desk-text"
        />
      )}
      <ProblemNote error={acting.error} />
      <div className={classes.buttons}>
        <Button
          color={way === "refuse" ? "heron" : undefined}
          disabled={!ready}
          loading={acting.isPending}
          onClick={() => acting.mutate(acts[way])}
          data-testid="decide"
        >
          {way === "refuse" ? t("desk.propose") : names[way]}
        </Button>
      </div>
    </section>
  );
}
