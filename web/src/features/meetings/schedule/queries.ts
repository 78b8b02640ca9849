import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Agenda = paths["/api/v1/agenda"]["get"]["responses"][200]["content"]["application/json"];
type ScheduleBody = NonNullable<paths["/api/v1/schedules"]["post"]["requestBody"]>["content"]["application/json"];
export type Occurrence = Agenda["items"][number];
export type Schedule = paths["/api/v1/schedules/{schedule_id}"]["get"]["responses"][200]["content"]["application/json"];
export type Invitation = paths["/api/v1/invited/{token}"]["get"]["responses"][200]["content"]["application/json"];
export type Times = { zone: string; start: string; minutes: number; rule: string | null };
export type Scope = "this" | "following" | "all";
export type Answer = "yes" | "no" | "maybe";
export type NewMeeting = ScheduleBody;
export type Preview = paths["/api/v1/schedules/preview"]["post"]["responses"][200]["content"]["application/json"];
export type Notices = paths["/api/v1/notices"]["get"]["responses"][200]["content"]["application/json"];
export type Feed = paths["/api/v1/calendar-feed"]["get"]["responses"][200]["content"]["application/json"];
export type Reminders = paths["/api/v1/reminders"]["get"]["responses"][200]["content"]["application/json"];

// A bell that is a minute late is late enough to notice; a request a minute is nothing.
const NOTICE_REFRESH = 60_000;

export const agendaQuery = (since: string, until: string, organization?: string) =>
  queryOptions({
    queryKey: ["agenda", since, until, organization ?? null],
    queryFn: () =>
      unwrap<Agenda>(
        api.GET("/api/v1/agenda", {
          params: { query: { since, until, ...(organization ? { organization } : {}) } },
        }),
      ),
    staleTime: 0,
  });

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: ["schedule", id],
    queryFn: () =>
      unwrap<Schedule>(api.GET("/api/v1/schedules/{schedule_id}", { params: { path: { schedule_id: id } } })),
    staleTime: 0,
  });

/** The same room each time; the first time makes it. */
export const openPersonalRoom = () => unwrap<Schedule>(api.POST("/api/v1/personal-room"));

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invited", token],
    queryFn: () => unwrap<Invitation>(api.GET("/api/v1/invited/{token}", { params: { path: { token } } })),
    staleTime: 0,
  });

export const noticesQuery = queryOptions({
  queryKey: ["notices"],
  queryFn: () => unwrap<Notices>(api.GET("/api/v1/notices")),
  refetchInterval: NOTICE_REFRESH,
});

export const previewTimes = (times: Times) => unwrap<Preview>(api.POST("/api/v1/schedules/preview", { body: times }));

/** One key per form, so that a request repeated by the network sets one meeting, not two. */
export const setMeeting = (body: NewMeeting, key: string) =>
  unwrap<Schedule>(api.POST("/api/v1/schedules", { body, headers: { "Idempotency-Key": key } }));

const of = (id: string) => ({ params: { path: { schedule_id: id } } });
const which = (one: Occurrence, scope: Scope) => ({ series: one.series, occurrence: one.occurrence, scope });

export const moveMeeting = (one: Occurrence, scope: Scope, times: Times) =>
  unwrap<Schedule>(
    api.POST("/api/v1/schedules/{schedule_id}/move", {
      ...of(one.schedule),
      body: { ...which(one, scope), ...times },
    }),
  );

export const cancelMeeting = (one: Occurrence, scope: Scope) =>
  unwrap<Schedule>(
    api.POST("/api/v1/schedules/{schedule_id}/cancel", { ...of(one.schedule), body: which(one, scope) }),
  );

export const restoreMeeting = (one: Occurrence, scope: Scope) =>
  unwrap<Schedule>(
    api.POST("/api/v1/schedules/{schedule_id}/restore", { ...of(one.schedule), body: which(one, scope) }),
  );

export const answerMeeting = (id: string, answer: Answer) =>
  unwrap<Schedule>(api.PUT("/api/v1/schedules/{schedule_id}/answer", { ...of(id), body: { answer } }));

export const answerAsGuest = (token: string, answer: Answer) =>
  unwrap<Invitation>(api.PUT("/api/v1/invited/{token}/answer", { params: { path: { token } }, body: { answer } }));
