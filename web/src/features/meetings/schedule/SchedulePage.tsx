import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton, PageHead, ProblemNote, uuid } from "@/ui";
import { FactFields, type FactValues, factsOf, TitleField } from "./FactFields";
import { setMeeting } from "./queries";
import classes from "./schedule.module.css";
import { TimeFields, type TimeValues, timesOf } from "./TimeFields";
import { dayKey, ownZone } from "./times";

function proposed(): TimeValues {
  // The next full hour that leaves time to invite somebody.
  const next = new Date(Date.now() + 45 * 60_000);
  next.setMinutes(60, 0, 0);
  const time = `${String(next.getHours()).padStart(2, "0")}:00`;
  return { date: dayKey(next), time, minutes: 60, zone: ownZone(), repeat: "", interval: 1, days: [], until: "" };
}

export function SchedulePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { org } = useSearch({ from: "/framed/meetings/new" });
  const [key] = useState(uuid);
  const [times, setTimes] = useState(proposed);
  const [facts, setFacts] = useState<FactValues>({
    title: "",
    note: "",
    who: "invited",
    lobby: true,
    passcode: "",
    invitees: [],
  });
  const set = useMutation({
    mutationFn: () => setMeeting({ ...timesOf(times), ...factsOf(facts), organization: org ?? null }, key),
    onSuccess: (made) => {
      queryClient.invalidateQueries({ queryKey: ["agenda"] });
      queryClient.invalidateQueries({ queryKey: ["preferences"] });
      return navigate({ to: "/meetings/set/$schedule", params: { schedule: made.id } });
    },
  });
  const changeFacts = (changed: Partial<FactValues>) => setFacts((before) => ({ ...before, ...changed }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (times.date && times.time) set.mutate();
  };
  return (
    <>
      <PageHead title={t("schedule.new")} />
      <form className={classes.form} onSubmit={submit}>
        <TitleField values={facts} onChange={changeFacts} />
        <TimeFields values={times} onChange={(changed) => setTimes((before) => ({ ...before, ...changed }))} repeats />
        <FactFields values={facts} onChange={changeFacts} inOrganization={Boolean(org)} />
        <ProblemNote error={set.error} />
        <div className={classes.actions}>
          <LinkButton to="/meetings" search={org ? { org } : {}} variant="default">
            {t("schedule.back")}
          </LinkButton>
          <Button type="submit" loading={set.isPending} data-testid="set-meeting">
            {t("schedule.set")}
          </Button>
        </div>
      </form>
    </>
  );
}
