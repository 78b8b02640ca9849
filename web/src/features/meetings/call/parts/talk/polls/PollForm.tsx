import { Button, CloseButton, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote, uuid } from "@/ui";
import { useCall } from "../../../frame/CallContext";
import { openPoll, pollsQuery } from "./polls";
import classes from "./polls.module.css";

const MOST_OPTIONS = 10;
const option = (text = "") => ({ id: uuid(), text });

export function PollForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const { code } = useCall();
  const client = useQueryClient();
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState(() => [option(t("talk.polls.yes")), option(t("talk.polls.no"))]);
  const [anonymous, setAnonymous] = useState(false);
  const [several, setSeveral] = useState(false);
  const open = useMutation({
    mutationFn: () =>
      openPoll(code, {
        question,
        options: options.map(({ text }) => text).filter((text) => text.trim()),
        anonymous,
        several,
      }),
    onSuccess: (polls) => {
      client.setQueryData(pollsQuery(code).queryKey, polls);
      onDone();
    },
  });
  const change = (id: string, text: string) =>
    setOptions((all) => all.map((each) => (each.id === id ? { id, text } : each)));
  return (
    <form
      className={classes.poll}
      onSubmit={(event) => {
        event.preventDefault();
        open.mutate();
      }}
    >
      <TextInput
        label={t("talk.polls.question")}
        value={question}
        maxLength={200}
        required
        autoFocus
        onChange={(event) => setQuestion(event.currentTarget.value)}
        data-testid="poll-question"
      />
      <fieldset className={classes.options}>
        <legend>{t("talk.polls.answers")}</legend>
        {options.map(({ id, text }, index) => (
          <div key={id} className={classes.optionField}>
            <TextInput
              value={text}
              maxLength={100}
              aria-label={t("talk.polls.answer", { number: index + 1 })}
              onChange={(event) => change(id, event.currentTarget.value)}
              data-testid="poll-option"
            />
            {options.length > 2 ? (
              <CloseButton
                aria-label={t("talk.polls.removeAnswer", { number: index + 1 })}
                onClick={() => setOptions((all) => all.filter((each) => each.id !== id))}
              />
            ) : null}
          </div>
        ))}
        {options.length < MOST_OPTIONS ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setOptions((all) => [...all, option()])}
            data-testid="poll-add"
          >
            {t("talk.polls.add")}
          </Button>
        ) : null}
      </fieldset>
      <Switch
        label={t("talk.polls.anonymous")}
        description={t("talk.polls.anonymousText")}
        checked={anonymous}
        onChange={(event) => setAnonymous(event.currentTarget.checked)}
        data-testid="poll-anonymous"
      />
      <Switch
        label={t("talk.polls.several")}
        checked={several}
        onChange={(event) => setSeveral(event.currentTarget.checked)}
      />
      <ProblemNote error={open.error} />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" loading={open.isPending} disabled={!question.trim()} data-testid="poll-open">
          {t("talk.polls.start")}
        </Button>
      </div>
    </form>
  );
}
