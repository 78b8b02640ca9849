import { Button, Checkbox, Radio } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { useCall } from "../../../frame/CallContext";
import { castBallot, closePoll, deletePoll, type Poll, type Polls, pollsQuery } from "./polls";
import classes from "./polls.module.css";
import { Results } from "./Results";

export function PollCard({ poll, leads }: { poll: Poll; leads: boolean }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const client = useQueryClient();
  const onSuccess = (polls: Polls) => client.setQueryData(pollsQuery(code).queryKey, polls);
  const close = useMutation({ mutationFn: () => closePoll(code, poll.id), onSuccess });
  const remove = useMutation({ mutationFn: () => deletePoll(code, poll.id), onSuccess });
  const open = !poll.closed_at;
  return (
    <section className={classes.poll} aria-label={poll.question} data-testid="poll">
      <header>
        <h3 dir="auto">{poll.question}</h3>
        <p className={classes.facts}>
          {[
            t(open ? "talk.polls.open" : "talk.polls.closed"),
            t(poll.anonymous ? "talk.polls.isAnonymous" : "talk.polls.hasNames"),
            t("talk.polls.voters", { count: poll.voters }),
          ].join(" · ")}
        </p>
      </header>
      {open && !poll.voted ? <Vote poll={poll} /> : <Results poll={poll} />}
      {open && poll.voted && poll.options.every((option) => option.votes === null) ? (
        <p className={classes.facts} role="status">
          {t("talk.polls.thanks")}
        </p>
      ) : null}
      <ProblemNote error={close.error ?? remove.error} />
      {leads ? (
        <div className={classes.buttons}>
          {open ? (
            <Button
              size="compact-sm"
              variant="default"
              loading={close.isPending}
              onClick={() => close.mutate()}
              data-testid="poll-close"
            >
              {t("talk.polls.close")}
            </Button>
          ) : null}
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t("talk.polls.delete")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Vote({ poll }: { poll: Poll }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<number[]>([]);
  const cast = useMutation({
    mutationFn: () => castBallot(code, poll.id, chosen),
    onSuccess: (polls) => client.setQueryData(pollsQuery(code).queryKey, polls),
  });
  const Choice = poll.several ? Checkbox : Radio;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        cast.mutate();
      }}
    >
      <fieldset className={classes.options}>
        <legend className={classes.hidden}>{poll.question}</legend>
        {poll.options.map((option, position) => (
          <Choice
            // biome-ignore lint/suspicious/noArrayIndexKey: an option's position is its key
            key={position}
            name={poll.id}
            label={<bdi>{option.text}</bdi>}
            checked={chosen.includes(position)}
            onChange={() =>
              setChosen((all) =>
                poll.several
                  ? all.includes(position)
                    ? all.filter((each) => each !== position)
                    : [...all, position]
                  : [position],
              )
            }
            data-testid="poll-choice"
          />
        ))}
      </fieldset>
      <ProblemNote error={cast.error} />
      <Button type="submit" size="sm" disabled={chosen.length === 0} loading={cast.isPending} data-testid="poll-vote">
        {t("talk.polls.vote")}
      </Button>
    </form>
  );
}
