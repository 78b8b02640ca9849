import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { ProblemNote } from "@/ui";
import { FactFields, type FactValues, factsOf, TitleField } from "./FactFields";
import { moveMeeting, type Occurrence, type Schedule, type Scope } from "./queries";
import { ScopeChoice } from "./ScopeDialog";
import classes from "./schedule.module.css";
import { TimeFields, type TimeValues, timesOf } from "./TimeFields";

interface Props {
  meeting: Schedule;
  /** The occurrence that is moved; null: what the meeting is. */
  one: Occurrence | null;
  onClose: () => void;
  onChanged: (schedule: Schedule) => void;
}

export function ChangeDialog({ meeting, one, onClose, onChanged }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={one ? t("schedule.moveTitle") : t("schedule.change")} size="lg">
      {one ? <MoveForm one={one} onChanged={onChanged} /> : <FactForm meeting={meeting} onChanged={onChanged} />}
    </Modal>
  );
}

function MoveForm({ one, onChanged }: { one: Occurrence; onChanged: (schedule: Schedule) => void }) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<Scope>("this");
  const [times, setTimes] = useState<TimeValues>({
    date: one.start.slice(0, 10),
    time: one.start.slice(11),
    minutes: one.minutes,
    zone: one.zone,
    repeat: "",
    interval: 1,
    days: [],
    until: "",
  });
  const move = useMutation({
    mutationFn: () => moveMeeting(one, scope, timesOf(times)),
    onSuccess: onChanged,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    move.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TimeFields
        values={times}
        onChange={(changed) => setTimes((before) => ({ ...before, ...changed }))}
        repeats={false}
      />
      {one.repeats ? <ScopeChoice value={scope} onChange={setScope} /> : null}
      <ProblemNote error={move.error} />
      <div className={classes.actions}>
        <Button type="submit" loading={move.isPending} data-testid="save-times">
          {t("schedule.save")}
        </Button>
      </div>
    </form>
  );
}

function FactForm({ meeting, onChanged }: { meeting: Schedule; onChanged: (schedule: Schedule) => void }) {
  const { t } = useTranslation();
  const [facts, setFacts] = useState<FactValues>({
    title: meeting.title,
    note: meeting.note,
    who: meeting.who_may_join as FactValues["who"],
    lobby: meeting.lobby,
    passcode: meeting.passcode,
    invitees: meeting.invitees.map((each) => ({
      kind: each.kind as FactValues["invitees"][number]["kind"],
      value: each.value,
      name: each.name || t("schedule.nameless"),
    })),
  });
  const change = (changed: Partial<FactValues>) => setFacts((before) => ({ ...before, ...changed }));
  const save = useMutation({
    mutationFn: () =>
      unwrap<Schedule>(
        api.PATCH("/api/v1/schedules/{schedule_id}", {
          params: { path: { schedule_id: meeting.id } },
          body: factsOf(facts),
        }),
      ),
    onSuccess: onChanged,
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TitleField values={facts} onChange={change} />
      <FactFields values={facts} onChange={change} inOrganization={meeting.organization !== null} />
      <ProblemNote error={save.error} />
      <div className={classes.actions}>
        <Button type="submit" loading={save.isPending} data-testid="save-facts">
          {t("schedule.save")}
        </Button>
      </div>
    </form>
  );
}
