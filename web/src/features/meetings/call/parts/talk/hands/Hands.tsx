import { Menu, UnstyledButton } from "@mantine/core";
import { IconHandStop } from "@tabler/icons-react";
import type { Participant } from "livekit-client";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { useCall } from "../../../frame/CallContext";
import { hosts } from "../../../frame/roomState";
import { nameOf } from "../../../useMembers";
import classes from "../talk.module.css";
import { lower, raisedAt, useHands } from "./hands";

/** Beside the name on a tile: which in the order. */
export function HandMark({ participant }: { participant: Participant }) {
  const { t } = useTranslation();
  const place = useHands().findIndex((other) => other.identity === participant.identity);
  if (place < 0) return null;
  return (
    <span className={classes.handMark} data-testid="hand-mark">
      <IconHandStop size={18} stroke={1.5} role="img" aria-label={t("talk.handUp")} />
      {place + 1}
    </span>
  );
}

/** Who asks to speak, in order; whoever leads the meeting lowers hands here. */
export function HandsBadge() {
  const { t } = useTranslation();
  const { code, role, toast } = useCall();
  const hands = useHands();
  if (hands.length === 0) return null;
  const names = hands.map(nameOf);
  const shown = (
    <>
      <IconHandStop size={18} stroke={1.5} aria-hidden />
      <bdi>{names[0]}</bdi>
      {names.length > 1 ? <span>{t("talk.handsMore", { count: names.length - 1 })}</span> : null}
    </>
  );
  const put = (participant: Participant) =>
    lower(code, participant.identity).catch((error) =>
      toast({ text: isProblem(error) ? error.title : t("problem.failed") }),
    );
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton
          className={classes.badge}
          aria-label={t("talk.hands", { names: names.join(", ") })}
          data-testid="hands"
        >
          {shown}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("talk.handsTitle")}</Menu.Label>
        {hands.map((participant, index) => (
          <Menu.Item
            key={participant.identity}
            leftSection={index + 1}
            disabled={!hosts(role)}
            onClick={() => void put(participant)}
            data-testid="lower-hand"
          >
            {hosts(role) ? t("talk.lowerOf", { name: nameOf(participant) }) : nameOf(participant)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Says that a hand went up: to everybody's ears, and to the eyes of who leads. */
export function HandsWatcher() {
  const { t, role, announce, toast } = useCall();
  const hands = useHands();
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    const now = new Set(hands.map((participant) => `${participant.identity} ${raisedAt(participant)}`));
    for (const participant of hands) {
      // Whoever comes later finds hands that are up: no news.
      if (!known.current || known.current.has(`${participant.identity} ${raisedAt(participant)}`)) continue;
      if (participant.isLocal) continue;
      const text = t("talk.raised", { name: nameOf(participant) });
      announce(text);
      if (hosts(role)) toast({ id: "hand", text });
    }
    known.current = now;
  });
  return null;
}
