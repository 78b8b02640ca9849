import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Poll } from "./polls";
import classes from "./polls.module.css";
import { shareOf } from "./share";

/** The options with what may be seen of their counts; also on the meeting's page afterwards. */
export function Results({ poll }: { poll: Poll }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.results}>
      {poll.options.map((option, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an option's position is its key
        <li key={position} data-testid="poll-result">
          <span className={classes.resultHead}>
            <bdi>{option.text}</bdi>
            {option.mine ? <IconCheck size={16} stroke={1.5} role="img" aria-label={t("talk.polls.mine")} /> : null}
            {option.votes === null ? null : (
              <span className={classes.resultCount}>
                {t("talk.polls.count", { count: option.votes, share: shareOf(option.votes, poll.voters) })}
              </span>
            )}
          </span>
          {option.votes === null ? null : (
            <span className={classes.resultTrack} aria-hidden>
              <span style={{ width: `${shareOf(option.votes, poll.voters)}%` }} />
            </span>
          )}
          {option.names && option.names.length > 0 ? (
            <span className={classes.facts}>
              {option.names.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name
                <bdi key={index}>{name}</bdi>
              ))}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
