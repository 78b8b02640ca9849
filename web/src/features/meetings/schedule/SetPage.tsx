import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconCalendarX, IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { CopyLink, Failed, LinkButton, Moment, Note, PageHead, ProblemNote, StatePage, UndoToast } from "@/ui";
import { ChangeDialog } from "./ChangeDialog";
import {
  type Answer,
  answerMeeting,
  cancelMeeting,
  type Occurrence,
  restoreMeeting,
  type Schedule,
  type Scope,
  scheduleQuery,
} from "./queries";
import { ScopeDialog } from "./ScopeDialog";
import classes from "./schedule.module.css";
import { useRuleWords } from "./useRuleWords";
import { When } from "./When";

type Acting = { kind: "move" | "cancel"; one: Occurrence } | { kind: "facts" } | null;

export function SetPage() {
  const { t } = useTranslation();
  const { schedule: id } = useParams({ from: "/framed/meetings/set/$schedule" });
  const { at, series } = useSearch({ from: "/framed/meetings/set/$schedule" });
  const queryClient = useQueryClient();
  const found = useQuery(scheduleQuery(id));
  const words = useRuleWords();
  const [acting, setActing] = useState<Acting>(null);
  const [undo, setUndo] = useState<{ one: Occurrence; scope: Scope } | null>(null);
  const changed = (schedule: Schedule) => {
    queryClient.setQueryData(scheduleQuery(id).queryKey, schedule);
    queryClient.invalidateQueries({ queryKey: ["agenda"] });
  };
  const answer = useMutation({ mutationFn: (word: Answer) => answerMeeting(id, word), onSuccess: changed });
  const cancel = useMutation({
    mutationFn: ({ one, scope }: { one: Occurrence; scope: Scope }) => cancelMeeting(one, scope),
    onSuccess: (schedule, done) => {
      changed(schedule);
      setUndo(done);
    },
  });
  const restore = useMutation({
    mutationFn: ({ one, scope }: { one: Occurrence; scope: Scope }) => restoreMeeting(one, scope),
    onSuccess: (schedule) => {
      changed(schedule);
      setUndo(null);
    },
  });
  if (isProblem(found.error, "schedule-unknown") || isProblem(found.error, "request-invalid")) {
    return (
      <StatePage
        icon={<IconCalendarX size={28} stroke={1.5} />}
        title={t("schedule.unknown")}
        actions={<LinkButton to="/meetings">{t("schedule.toMeetings")}</LinkButton>}
      >
        <p>{t("schedule.unknownText")}</p>
      </StatePage>
    );
  }
  if (found.isError && !found.data) return <Failed scale="page" error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton height={320} aria-busy />;
  const meeting = found.data;
  const title = meeting.title || t(meeting.personal_room ? "schedule.personalRoom" : "schedule.untitled");
  const host = meeting.host_name || t("schedule.nameless");
  const begin = (kind: "move" | "cancel", one: Occurrence) => {
    if (kind === "cancel" && !one.repeats) cancel.mutate({ one, scope: "this" });
    else setActing({ kind, one });
  };
  return (
    <>
      <PageHead
        title={title}
        actions={
          <>
            {meeting.personal_room ? null : (
              <Button
                component="a"
                href={`/api/v1/schedules/${id}/calendar.ics`}
                variant="default"
                leftSection={<IconDownload size={18} stroke={1.5} />}
              >
                {t("schedule.file")}
              </Button>
            )}
            <CopyLink link={meeting.link} />
            {meeting.cancelled ? null : (
              <LinkButton to="/m/$code" params={{ code: meeting.code }}>
                {t("schedule.join")}
              </LinkButton>
            )}
          </>
        }
      >
        {meeting.personal_room && meeting.is_host
          ? t("schedule.personalRoomText")
          : meeting.is_host
            ? words(meeting.rule, meeting.last_start)
            : t("schedule.from", { host })}
      </PageHead>
      <div className={classes.sections}>
        {meeting.cancelled ? (
          <Note tone="warn" title={t("schedule.cancelled")}>
            <p>{t("schedule.cancelledText")}</p>
          </Note>
        ) : null}
        <ProblemNote error={answer.error ?? cancel.error ?? restore.error} />
        {meeting.is_host ? null : (
          <section>
            <h2 id="come">{t("schedule.doYouCome")}</h2>
            <SegmentedControl
              aria-labelledby="come"
              value={meeting.answer ?? ""}
              onChange={(word) => answer.mutate(word as Answer)}
              data={[
                { value: "yes", label: t("schedule.yes") },
                { value: "maybe", label: t("schedule.maybe") },
                { value: "no", label: t("schedule.no") },
              ]}
              data-testid="answer"
            />
          </section>
        )}
        {meeting.personal_room ? null : (
          <section>
            <h2>{t("schedule.next")}</h2>
            {meeting.next.length === 0 ? <p className={classes.soft}>{t("schedule.noNext")}</p> : null}
            <ul className={classes.rows}>
              {meeting.next.map((one) => (
                <li
                  key={`${one.series}/${one.occurrence}`}
                  aria-current={one.series === series && one.occurrence === at ? "true" : undefined}
                  data-testid="occurrence"
                >
                  <span className={classes.when}>
                    <When from={one.starts_at} to={one.ends_at} zone={one.zone} date />
                    {one.moved ? <small>{t("schedule.moved")}</small> : null}
                    {one.oddity === "skipped" ? <small>{t("schedule.skipped")}</small> : null}
                    {one.oddity === "twice" ? <small>{t("schedule.twice")}</small> : null}
                  </span>
                  {meeting.is_host ? (
                    <span className={classes.actions}>
                      <Button variant="default" size="xs" onClick={() => begin("move", one)} data-testid="move">
                        {t("schedule.move")}
                      </Button>
                      <Button variant="default" size="xs" onClick={() => begin("cancel", one)} data-testid="cancel">
                        {t("schedule.cancel")}
                      </Button>
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        )}
        {meeting.note ? (
          <section>
            <h2>{t("schedule.note")}</h2>
            <p className={classes.note}>{meeting.note}</p>
          </section>
        ) : null}
        <section>
          <h2>{t("schedule.ways")}</h2>
          <p className={classes.soft}>
            {t("schedule.number", { number: meeting.number.replace(/(\d{3})(\d{3})(\d+)/, "$1 $2 $3") })}
            {meeting.passcode ? ` · ${t("schedule.passcodeIs", { passcode: meeting.passcode })}` : ""}
          </p>
          {meeting.is_host ? (
            <Button variant="default" onClick={() => setActing({ kind: "facts" })} data-testid="change-facts">
              {t("schedule.change")}
            </Button>
          ) : null}
        </section>
        {meeting.personal_room && meeting.invitees.length === 0 ? null : (
          <section>
            <h2>{t("schedule.invitees")}</h2>
            <p className={classes.soft}>{t("schedule.counts", meeting.counts)}</p>
            <ul className={classes.rows}>
              {meeting.invitees.map((each) => (
                <li key={each.id}>
                  <span>{each.name || t("schedule.nameless")}</span>
                  <span className={classes.soft}>{each.answer ? <AnswerWord word={each.answer} /> : null}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {meeting.held.length > 0 ? (
          <section>
            <h2>{t("schedule.held")}</h2>
            <ul className={classes.rows}>
              {meeting.held.map((each) => (
                <li key={each.code}>
                  <Link to="/meetings/$code" params={{ code: each.code }}>
                    <Moment at={each.created_at} />
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
      {acting?.kind === "cancel" ? (
        <ScopeDialog
          title={t("schedule.cancelTitle", { title })}
          action={t("schedule.cancel")}
          onClose={() => setActing(null)}
          onChoose={(scope) => {
            cancel.mutate({ one: acting.one, scope });
            setActing(null);
          }}
        />
      ) : null}
      {acting && acting.kind !== "cancel" ? (
        <ChangeDialog
          meeting={meeting}
          one={acting.kind === "move" ? acting.one : null}
          onClose={() => setActing(null)}
          onChanged={(schedule) => {
            changed(schedule);
            setActing(null);
          }}
        />
      ) : null}
      {undo ? (
        <UndoToast text={t("schedule.wasCancelled")} onUndo={() => restore.mutate(undo)} onGone={() => setUndo(null)} />
      ) : null}
    </>
  );
}

function AnswerWord({ word }: { word: string }) {
  const { t } = useTranslation();
  if (word === "yes") return t("schedule.yes");
  return word === "no" ? t("schedule.no") : t("schedule.maybe");
}
