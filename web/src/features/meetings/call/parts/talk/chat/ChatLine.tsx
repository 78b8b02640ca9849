import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { clock, exact } from "@/ui";
import { Card } from "./Card";
import classes from "./chat.module.css";
import { pieces } from "./links";
import type { Line } from "./store";

interface Props {
  line: Line;
  follows: Line | undefined;
  onAnswer: (() => void) | undefined;
}

// Within this time the same person's lines stand under one name.
const TOGETHER = 3 * 60_000;

export function ChatLine({ line, follows, onAnswer }: Props) {
  const { t } = useTranslation();
  const goesOn =
    follows?.from === line.from &&
    follows.aside === line.aside &&
    follows.toName === line.toName &&
    line.at - follows.at < TOGETHER;
  const iso = new Date(line.at).toISOString();
  return (
    <div
      className={classes.line}
      data-mine={line.mine || undefined}
      data-goes-on={goesOn || undefined}
      data-testid="chat-line"
    >
      {goesOn ? null : (
        <div className={classes.by}>
          <bdi>{line.mine ? t("talk.me") : line.name}</bdi>
          <time dateTime={iso} title={exact(iso)}>
            {clock(iso)}
          </time>
          {line.aside ? (
            <span className={classes.aside}>
              <IconLock size={14} stroke={1.5} aria-hidden />
              {line.toName ? t("talk.asideTo", { name: line.toName }) : t("talk.asideToYou")}
            </span>
          ) : null}
          {onAnswer ? (
            <Tooltip label={t("talk.answerAside", { name: line.name })}>
              <ActionIcon
                className={classes.answer}
                variant="subtle"
                color="gray"
                size={24}
                aria-label={t("talk.answerAside", { name: line.name })}
                onClick={onAnswer}
              >
                <IconArrowBackUp size={16} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </div>
      )}
      {line.file ? <Card card={line.file} /> : null}
      {line.text ? (
        <p className={classes.words} dir="auto">
          {pieces(line.text).map((piece, index) =>
            piece.href ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never change
              <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
                {piece.text}
              </a>
            ) : (
              piece.text
            ),
          )}
        </p>
      ) : null}
    </div>
  );
}
