import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Poll } from "../call/parts/talk/polls/polls";
import { Results } from "../call/parts/talk/polls/Results";
import classes from "./details.module.css";

/** In the order in which they were asked. */
export function PollsCard({ polls }: { polls: readonly Poll[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.card} data-testid="summary-polls">
      <header className={classes.cardHead}>
        <Title order={2}>{t("talk.polls.title")}</Title>
      </header>
      <div className={classes.polls}>
        {polls.toReversed().map((poll) => (
          <article key={poll.id}>
            <h3 dir="auto">{poll.question}</h3>
            <p className={classes.soft}>
              {[
                ...(poll.closed_at ? [] : [t("talk.polls.open")]),
                ...(poll.anonymous ? [t("talk.polls.isAnonymous")] : []),
                t("talk.polls.voters", { count: poll.voters }),
              ].join(" · ")}
            </p>
            <Results poll={poll} />
          </article>
        ))}
      </div>
    </section>
  );
}
