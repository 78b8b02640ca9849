import { Button, Modal, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Breakouts } from "@/api";
import { Failed } from "@/ui";
import { useCall } from "../../frame/CallContext";
import { nameOf, useMembers } from "../../useMembers";
import classes from "./hosting.module.css";
import { breakoutsQuery, broadcast, closeBreakouts, moveTo, openBreakouts } from "./requests";
import { useDoing } from "./useDoing";

export const BREAKOUTS = "breakouts";
const MOST = 50;

export function BreakoutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("hosting.breakouts")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Content />
    </Modal>
  );
}

function Content() {
  const { code, told } = useCall();
  const open = useQuery(breakoutsQuery(code));
  if (open.isError) return <Failed error={open.error} onRetry={() => open.refetch()} />;
  return told.breakouts.length > 0 && open.data ? <Running open={open.data} /> : <Opening />;
}

function Opening() {
  const { t } = useTranslation();
  const { code } = useCall();
  const members = useMembers().filter((member) => !member.isLocal);
  const doing = useDoing();
  const [count, setCount] = useState("2");
  const [minutes, setMinutes] = useState("");
  const [byHand, setByHand] = useState(false);
  // Who goes into which room, counted from 0; whoever is not named stays.
  const [places, setPlaces] = useState<Record<string, number>>({});
  const rooms = Number(count);
  const usable = Number.isInteger(rooms) && rooms >= 1 && rooms <= MOST;
  const groups = Array.from({ length: usable ? rooms : 0 }, (_, room) =>
    members.map(({ identity }) => identity).filter((id) => places[id] === room),
  );
  const ready = usable && (!byHand || groups.some((group) => group.length > 0));
  const choices = [
    { value: "", label: t("hosting.mainRoom") },
    ...groups.map((_, room) => ({ value: String(room), label: t("hosting.breakoutName", { name: room + 1 }) })),
  ];
  const place = (id: string, value: string) => {
    const { [id]: _, ...others } = places;
    setPlaces(value ? { ...others, [id]: Number(value) } : others);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) void doing(openBreakouts(code, rooms, Number(minutes) || null, byHand ? groups : []));
  };
  return (
    <form className={classes.rules} onSubmit={submit}>
      <p className={classes.soft}>{t("hosting.breakoutsText")}</p>
      <TextInput
        label={t("hosting.howMany")}
        inputMode="numeric"
        value={count}
        onChange={(event) => setCount(event.currentTarget.value)}
        error={usable ? null : t("hosting.howManyError", { most: MOST })}
        data-testid="breakout-count"
      />
      <TextInput
        label={t("hosting.howLong")}
        inputMode="numeric"
        value={minutes}
        onChange={(event) => setMinutes(event.currentTarget.value.replace(/\D/g, "").slice(0, 4))}
        data-testid="breakout-minutes"
      />
      <SegmentedControl
        aria-label={t("hosting.whoGoesWhere")}
        value={byHand ? "hand" : "evenly"}
        onChange={(value) => setByHand(value === "hand")}
        data={[
          { value: "evenly", label: t("hosting.evenly") },
          { value: "hand", label: t("hosting.byHand") },
        ]}
        data-testid="breakout-manner"
      />
      {byHand && members.length === 0 && <p className={classes.soft}>{t("hosting.nobodyToSend")}</p>}
      {byHand &&
        members.map((member) => (
          <NativeSelect
            key={member.identity}
            label={nameOf(member)}
            data={choices}
            value={usable && (places[member.identity] ?? rooms) < rooms ? String(places[member.identity]) : ""}
            onChange={(event) => place(member.identity, event.currentTarget.value)}
            data-testid="breakout-place"
          />
        ))}
      <Button type="submit" disabled={!ready} data-testid="breakouts-open">
        {byHand ? t("hosting.openByHand") : t("hosting.openEvenly")}
      </Button>
    </form>
  );
}

function Running({ open }: { open: Breakouts }) {
  const { t } = useTranslation();
  const { code, room, toast } = useCall();
  const members = useMembers();
  const doing = useDoing();
  const [text, setText] = useState("");
  const choices = [
    { value: "", label: t("hosting.mainRoom") },
    ...open.items.map(({ id, name }) => ({ value: id, label: t("hosting.breakoutName", { name }) })),
  ];
  const sent = open.items.flatMap(({ id, participants }) => participants.map((each) => ({ ...each, room: id })));
  // Who is in another room is not among this room's members; who has not arrived there yet is among both.
  const here = members
    .filter((member) => !member.isLocal && !sent.some(({ id }) => id === member.identity))
    .map((member) => ({ id: member.identity, nickname: nameOf(member), room: "" }));
  const others = [...sent.filter(({ id }) => id !== room.localParticipant.identity), ...here];
  const say = (event: FormEvent) => {
    event.preventDefault();
    void doing(broadcast(code, text), () => {
      setText("");
      toast({ text: t("hosting.said") });
    });
  };
  return (
    <div className={classes.rules}>
      <ul className={classes.rooms}>
        {open.items.map(({ id, name, participants }) => (
          <li key={id}>
            <span className={classes.who}>
              <strong>{t("hosting.breakoutName", { name })}</strong>
              <span className={classes.role}>{t("hosting.peopleThere", { count: participants.length })}</span>
            </span>
            <Button
              variant="default"
              size="compact-md"
              disabled={room.name === id}
              onClick={() => void doing(moveTo(code, room.localParticipant.identity, id))}
              data-testid="visit"
            >
              {t("hosting.visit")}
            </Button>
          </li>
        ))}
      </ul>
      {others.map(({ id, nickname, room: place }) => (
        <NativeSelect
          key={id}
          label={nickname}
          data={choices}
          value={place}
          onChange={(event) => void doing(moveTo(code, id, event.currentTarget.value || null))}
          data-testid="breakout-move"
        />
      ))}
      <form className={classes.message} onSubmit={say}>
        <TextInput
          label={t("hosting.toAllRooms")}
          value={text}
          maxLength={300}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="broadcast"
        />
        <Button type="submit" variant="default" disabled={!text.trim()}>
          {t("hosting.tell")}
        </Button>
      </form>
      <Button onClick={() => void doing(closeBreakouts(code))} data-testid="breakouts-close">
        {t("hosting.closeBreakouts")}
      </Button>
    </div>
  );
}
