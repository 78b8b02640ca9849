import { queryOptions } from "@tanstack/react-query";
import { api, type Breakouts, type Conduct, type Lobby, unwrap } from "@/api";

export type Rules = Partial<Omit<Conduct, "role" | "spotlight">>;
export type Source = "microphone" | "camera" | "screen_share";

// Somebody at the door should not wait for the host's page, and there are few hosts.
const LOBBY_REFRESH = 3000;

export const lobbyQueue = (code: string) =>
  queryOptions({
    queryKey: ["lobby", code],
    queryFn: () => unwrap<Lobby>(api.GET("/api/v1/meetings/{code}/lobby", { params: { path: { code } } })),
    refetchInterval: LOBBY_REFRESH,
    refetchIntervalInBackground: true,
    staleTime: 0,
  });

export const conductQuery = (code: string) =>
  queryOptions({
    queryKey: ["conduct", code],
    queryFn: () => unwrap<Conduct>(api.GET("/api/v1/meetings/{code}/conduct", { params: { path: { code } } })),
    staleTime: 0,
  });

const meeting = (code: string) => ({ params: { path: { code } } });
const person = (code: string, participant_id: string) => ({ params: { path: { code, participant_id } } });

/** `ids` left out: all who wait. */
export const settle = (code: string, word: "admit" | "deny", ids?: string[]) => {
  const asked = { ...meeting(code), body: { participants: ids ?? null } };
  return word === "admit"
    ? unwrap(api.POST("/api/v1/meetings/{code}/lobby/admit", asked))
    : unwrap(api.POST("/api/v1/meetings/{code}/lobby/deny", asked));
};

export const setRules = (code: string, rules: Rules) =>
  unwrap<Conduct>(api.PATCH("/api/v1/meetings/{code}/conduct", { ...meeting(code), body: rules }));

export const muteAll = (code: string, may_unmute: boolean) =>
  unwrap(api.POST("/api/v1/meetings/{code}/mute", { ...meeting(code), body: { may_unmute } }));

export const stop = (code: string, id: string, source: Source) =>
  unwrap(
    api.POST("/api/v1/meetings/{code}/participants/{participant_id}/stop", { ...person(code, id), body: { source } }),
  );

export const askToUnmute = (code: string, id: string) =>
  unwrap(api.POST("/api/v1/meetings/{code}/participants/{participant_id}/ask", person(code, id)));

export const remove = (code: string, id: string) =>
  unwrap(api.POST("/api/v1/meetings/{code}/participants/{participant_id}/remove", person(code, id)));

export const takeBack = (code: string, id: string) =>
  unwrap(api.POST("/api/v1/meetings/{code}/participants/{participant_id}/take-back", person(code, id)));

export const appoint = (code: string, id: string, role: "cohost" | "participant") =>
  unwrap(
    api.PUT("/api/v1/meetings/{code}/participants/{participant_id}/role", { ...person(code, id), body: { role } }),
  );

export const breakoutsQuery = (code: string) =>
  queryOptions({
    queryKey: ["breakouts", code],
    queryFn: () => unwrap<Breakouts>(api.GET("/api/v1/meetings/{code}/breakouts", meeting(code))),
    refetchInterval: LOBBY_REFRESH,
    staleTime: 0,
  });

/** `by_hand`: who goes into each room; empty: everybody who does not lead, spread evenly. */
export const openBreakouts = (code: string, count: number, minutes: number | null, by_hand: string[][]) =>
  unwrap(api.PUT("/api/v1/meetings/{code}/breakouts", { ...meeting(code), body: { count, minutes, by_hand } }));

export const closeBreakouts = (code: string) => unwrap(api.DELETE("/api/v1/meetings/{code}/breakouts", meeting(code)));

export const broadcast = (code: string, text: string) =>
  unwrap(api.POST("/api/v1/meetings/{code}/breakouts/message", { ...meeting(code), body: { text } }));

export const leaveBreakout = (code: string) =>
  unwrap(api.POST("/api/v1/meetings/{code}/breakouts/leave", meeting(code)));

/** `breakout` null: back to the meeting's own room. */
export const moveTo = (code: string, id: string, breakout: string | null) =>
  unwrap(
    api.PUT("/api/v1/meetings/{code}/participants/{participant_id}/breakout", {
      ...person(code, id),
      body: { breakout },
    }),
  );

export const spotlight = (code: string, participant: string | null) =>
  unwrap(api.PUT("/api/v1/meetings/{code}/spotlight", { ...meeting(code), body: { participant } }));
