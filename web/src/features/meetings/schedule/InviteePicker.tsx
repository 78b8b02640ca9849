import { ActionIcon, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconMail, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSubjects } from "@/features/cloud/sharing/useSubjects";
import { ProblemNote } from "@/ui";
import type { NewMeeting } from "./queries";
import classes from "./schedule.module.css";

export type Invited = NonNullable<NewMeeting["invitees"]>[number] & { name: string };
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** People, groups and departments by name; guests by their number or mail address. */
export function InviteePicker({ value, onChange }: { value: Invited[]; onChange: (value: Invited[]) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { found, error } = useSubjects(q);
  const chosen = new Set(value.map((each) => each.value));
  const offers: (Invited & { hint: string })[] = [
    ...(MAIL.test(q) ? [{ kind: "mail" as const, value: q, name: q, hint: t("schedule.byMail") }] : []),
    ...found.map((each) => ({
      kind: each.kind as Invited["kind"],
      value: each.id,
      name: each.name || t("schedule.nameless"),
      hint: each.kind === "phone" ? t("schedule.bySms") : each.organization,
    })),
  ].filter((each) => !chosen.has(each.value));
  const add = ({ kind, value: key, name }: Invited) => {
    onChange([...value, { kind, value: key, name }]);
    setTyped("");
  };
  return (
    <div className={classes.form}>
      <TextInput
        label={t("schedule.invite")}
        placeholder={t("schedule.invitePlaceholder")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = offers[0];
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (first) add(first);
        }}
        autoComplete="off"
        maxLength={254}
        data-testid="invite"
      />
      <ProblemNote error={error} />
      {offers.length > 0 ? (
        <ul className={classes.offers} aria-label={t("schedule.invite")}>
          {offers.map((each) => (
            <li key={`${each.kind}/${each.value}`}>
              <UnstyledButton className={classes.offer} onClick={() => add(each)} data-testid="invite-offer">
                {each.kind === "mail" ? <IconMail size={16} stroke={1.5} aria-hidden /> : null} {each.name}{" "}
                <span className={classes.soft}>{each.hint}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      ) : null}
      {value.length > 0 ? (
        <ul className={classes.people} aria-label={t("schedule.invitees")}>
          {value.map((each) => (
            <li key={`${each.kind}/${each.value}`} className={classes.person}>
              {each.name}
              <ActionIcon
                variant="subtle"
                size={32}
                aria-label={t("schedule.uninvite", { name: each.name })}
                onClick={() => onChange(value.filter((other) => other !== each))}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
