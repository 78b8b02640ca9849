import { ActionIcon, Tooltip } from "@mantine/core";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { useCall } from "../../../frame/CallContext";
import { useTopic } from "../../../frame/data";
import { nameOf } from "../../../useMembers";
import { type Kind, kinds, reactionTopic, trayOf } from "./reactions";
import classes from "./reactions.module.css";

interface Passing {
  id: number;
  kind: Kind;
  name: string;
}

// As long as the animation lasts.
const PASSES_IN = 4000;
// A full hall claps: beyond these the picture says enough.
const AT_ONCE = 12;

/** Signs that pass by on the stage, and the tray they are chosen from. */
export function Reactions() {
  const { t } = useTranslation();
  const { room } = useCall();
  const [passing, setPassing] = useState<Passing[]>([]);
  const count = useRef(0);
  useTopic(reactionTopic, ({ from, kind }, sender) => {
    const who = from === room.localParticipant.identity ? room.localParticipant : room.remoteParticipants.get(from);
    // Only the server speaks in others' names.
    if (sender || !who) return;
    count.current += 1;
    const id = count.current;
    setPassing((all) => [...all, { id, kind, name: nameOf(who) }].slice(-AT_ONCE));
    setTimeout(() => setPassing((all) => all.filter((each) => each.id !== id)), PASSES_IN);
  });
  return (
    <>
      <div className={classes.passing} aria-live="polite" data-testid="reactions-passing">
        {passing.map(({ id, kind, name }) => {
          const Icon = kinds[kind].icon;
          return (
            <span key={id} className={classes.reaction} data-kind={kind}>
              <Icon size={28} stroke={1.5} role="img" aria-label={t(kinds[kind].label)} />
              <bdi>{name}</bdi>
            </span>
          );
        })}
      </div>
      <Tray />
    </>
  );
}

function Tray() {
  const { t } = useTranslation();
  const { room, code, toast } = useCall();
  const tray = trayOf(room);
  const open = useSyncExternalStore(tray.subscribe, tray.isOpen);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) first.current?.focus();
  }, [open]);
  if (!open) return null;
  const react = (kind: Kind) =>
    unwrap(api.POST("/api/v1/meetings/{code}/reactions", { params: { path: { code } }, body: { kind } })).catch(
      (error) => toast({ id: "reaction", text: isProblem(error) ? error.title : t("problem.failed") }),
    );
  return (
    <div
      className={classes.tray}
      role="toolbar"
      aria-label={t("talk.react")}
      onKeyDown={(event) => {
        if (event.key === "Escape") tray.set(false);
      }}
      data-testid="reactions-tray"
    >
      {(Object.keys(kinds) as Kind[]).map((kind, index) => {
        const { icon: Icon, label } = kinds[kind];
        return (
          <Tooltip key={kind} label={t(label)}>
            <ActionIcon
              ref={index === 0 ? first : undefined}
              variant="subtle"
              color="gray"
              c="inherit"
              size={44}
              radius="xl"
              aria-label={t(label)}
              onClick={() => void react(kind)}
              data-testid={`react-${kind}`}
            >
              <Icon size={24} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        );
      })}
    </div>
  );
}
