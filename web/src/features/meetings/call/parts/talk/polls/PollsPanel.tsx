import { Button, Skeleton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/ui";
import { useCall } from "../../../frame/CallContext";
import { PollCard } from "./PollCard";
import { PollForm } from "./PollForm";
import { pollsQuery } from "./polls";
import classes from "./polls.module.css";

export function PollsPanel() {
  const { t } = useTranslation();
  const { code } = useCall();
  const polls = useQuery(pollsQuery(code));
  const [asking, setAsking] = useState(false);
  if (polls.isPending) return <Skeleton className={classes.skeleton} height={160} aria-busy />;
  if (polls.isError && !polls.data) return <Failed error={polls.error} onRetry={() => polls.refetch()} />;
  const { items, i_lead: leads } = polls.data;
  return (
    <div className={classes.polls}>
      {asking ? (
        <PollForm onDone={() => setAsking(false)} />
      ) : leads ? (
        <Button
          variant="default"
          leftSection={<IconPlus size={18} stroke={1.5} />}
          onClick={() => setAsking(true)}
          data-testid="new-poll"
        >
          {t("talk.polls.ask")}
        </Button>
      ) : null}
      {items.length === 0 && !asking ? (
        <p className={classes.hint}>{t(leads ? "talk.polls.noneLead" : "talk.polls.none")}</p>
      ) : null}
      {items.map((poll) => (
        <PollCard key={poll.id} poll={poll} leads={leads} />
      ))}
    </div>
  );
}
