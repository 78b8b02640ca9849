import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export type Current = Answer<"/api/v1/meetings/{code}/recording">;
export type Now = NonNullable<Current["recording"]>;
export type Recording = Answer<"/api/v1/meetings/{code}/recordings/{recording_id}">;
export type RecordingPage = Answer<"/api/v1/recordings">;
export type RecordingRow = RecordingPage["items"][number];
export type Film = NonNullable<RecordingRow["film"]>;
export type Accesses = Answer<"/api/v1/meetings/{code}/recordings/{recording_id}/accesses">;
export type Reminders = Answer<"/api/v1/recordings/reminders">;

// A film is made at a fifth of its length: seconds matter, and one small request does not.
const MAKING_REFRESH = 2000;
const REMINDER_REFRESH = 600_000;

// Between the end of a recording and the beginning of its film the last second is written.
const UNTIL_MAKING = 60_000;

/** Whether its film is not there yet, but will be. */
export function isMaking({ state, film, stopped_at }: Pick<RecordingRow, "state" | "film" | "stopped_at">): boolean {
  if (state !== "stopped") return true;
  if (film) return film.progress === "waiting" || film.progress === "running";
  return stopped_at !== null && Date.now() - new Date(stopped_at).getTime() < UNTIL_MAKING;
}

const isSaving = (recording: Recording) =>
  recording.savings.some((saving) => saving.progress === "waiting") && recording.film?.progress === "done";

/** Whether a meeting is recorded at this moment. */
export const currentQuery = (code: string) =>
  queryOptions({
    queryKey: ["recording", code],
    queryFn: () => unwrap<Current>(api.GET("/api/v1/meetings/{code}/recording", { params: { path: { code } } })),
    staleTime: 0,
  });

export const startRecording = (code: string) =>
  unwrap<Now>(api.POST("/api/v1/meetings/{code}/recording", { params: { path: { code } } }));

const live = (code: string, id: string) => ({ params: { path: { code, recording_id: id } } });

export const stopRecording = (code: string, id: string) =>
  unwrap<Now>(api.POST("/api/v1/meetings/{code}/recording/{recording_id}/stop", live(code, id)));

/** This page shows the notice; `unseen` once its person has chosen. */
export const showNotice = (code: string, id: string, unseen: boolean | null) =>
  unwrap<Now>(
    api.POST("/api/v1/meetings/{code}/recording/{recording_id}/notice", { ...live(code, id), body: { unseen } }),
  );

/** All that I made or am in, in one space. */
export const recordingsQuery = (organization?: string) =>
  infiniteQueryOptions({
    queryKey: ["recordings", organization ?? null],
    queryFn: ({ pageParam }) =>
      unwrap<RecordingPage>(
        api.GET("/api/v1/recordings", {
          params: { query: { ...(pageParam ? { cursor: pageParam } : {}), ...(organization ? { organization } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some(isMaking)) ? MAKING_REFRESH : false,
  });

export const meetingRecordingsQuery = (code: string) =>
  queryOptions({
    queryKey: ["recordings", "of", code],
    queryFn: () =>
      unwrap<{ items: Recording[] }>(api.GET("/api/v1/meetings/{code}/recordings", { params: { path: { code } } })),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.items.some(isMaking) ? MAKING_REFRESH : false),
  });

export const recordingQuery = (code: string, id: string) =>
  queryOptions({
    queryKey: ["recordings", "one", id],
    queryFn: () => unwrap<Recording>(api.GET("/api/v1/meetings/{code}/recordings/{recording_id}", live(code, id))),
    staleTime: 0,
    refetchInterval: (query) => {
      const recording = query.state.data;
      return recording && (isMaking(recording) || isSaving(recording)) ? MAKING_REFRESH : false;
    },
  });

export const accessesQuery = (code: string, id: string) =>
  queryOptions({
    queryKey: ["recordings", "accesses", id],
    queryFn: () =>
      unwrap<Accesses>(api.GET("/api/v1/meetings/{code}/recordings/{recording_id}/accesses", live(code, id))),
    staleTime: 0,
  });

export const remindersQuery = queryOptions({
  queryKey: ["recordings", "reminders"],
  queryFn: () => unwrap<Reminders>(api.GET("/api/v1/recordings/reminders")),
  refetchInterval: REMINDER_REFRESH,
});

export const readReminders = () => unwrap<Reminders>(api.POST("/api/v1/recordings/reminders/read"));

export const composeFilm = (code: string, id: string, layout: "speaker" | "gallery") =>
  unwrap<Recording>(
    api.POST("/api/v1/meetings/{code}/recordings/{recording_id}/film", { ...live(code, id), body: { layout } }),
  );

export const cancelFilm = (code: string, id: string) =>
  unwrap(api.DELETE("/api/v1/meetings/{code}/recordings/{recording_id}/film", live(code, id)));

export const saveFilm = (code: string, id: string, space: string) =>
  unwrap<Recording>(
    api.POST("/api/v1/meetings/{code}/recordings/{recording_id}/savings", { ...live(code, id), body: { space } }),
  );

export const takeOut = (code: string, id: string, participant: string) =>
  unwrap(
    api.DELETE("/api/v1/meetings/{code}/recordings/{recording_id}/participants/{participant_id}", {
      params: { path: { code, recording_id: id, participant_id: participant } },
    }),
  );

export const deleteRecording = (code: string, id: string) =>
  unwrap(api.DELETE("/api/v1/meetings/{code}/recordings/{recording_id}", live(code, id)));

/** Where a recording's bytes are: a player and a download ask for them by themselves. */
export const contentOf = (recording: { code: string; id: string }, what: string) =>
  `/api/v1/meetings/${recording.code}/recordings/${recording.id}/${what}`;
