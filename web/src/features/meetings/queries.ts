import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  type Attendance,
  api,
  isProblem,
  type JoinAnswer,
  type Meeting,
  type MeetingPage,
  unwrap,
  type Waiting,
} from "@/api";

// A live meeting's page is looked at to see who comes: seconds matter, and one small request does not.
const LIVE_REFRESH = 5000;

/** The meetings of one space: an organisation's, or the personal one. */
export const meetingsQuery = (organization?: string) =>
  infiniteQueryOptions({
    queryKey: ["meetings", organization ?? null],
    queryFn: ({ pageParam }) =>
      unwrap<MeetingPage>(
        api.GET("/api/v1/meetings", {
          params: { query: { ...(pageParam ? { cursor: pageParam } : {}), ...(organization ? { organization } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    staleTime: 0,
  });

/** `invitation` is the key in a guest's message, who sees a meeting that others do not. */
export const meetingQuery = (code: string, invitation?: string) =>
  queryOptions({
    queryKey: ["meeting", code],
    queryFn: () =>
      unwrap<Meeting>(
        api.GET("/api/v1/meetings/{code}", {
          params: { path: { code }, query: invitation ? { invitation } : {} },
        }),
      ),
    staleTime: 0,
  });

export const attendanceQuery = (code: string) =>
  queryOptions({
    queryKey: ["attendance", code],
    queryFn: () => unwrap<Attendance>(api.GET("/api/v1/meetings/{code}/attendance", { params: { path: { code } } })),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.meeting.state === "open" ? LIVE_REFRESH : false),
  });

export const codeOfNumber = async (number: string) =>
  (await unwrap<{ code: string }>(api.POST("/api/v1/meetings/by-number", { body: { number } }))).code;

/** One key per press, so that a request repeated by the network starts one meeting, not two. */
export const startMeeting = (key: string, organization?: string) =>
  unwrap<Meeting>(
    api.POST("/api/v1/meetings", {
      body: { organization: organization ?? null },
      headers: { "Idempotency-Key": key },
    }),
  );

export const joinMeeting = (
  code: string,
  nickname: string,
  policyVersion: string | null,
  passcode: string | null,
  invitation?: string,
) =>
  unwrap<JoinAnswer | Waiting>(
    api.POST("/api/v1/meetings/{code}/join", {
      params: { path: { code } },
      body: { nickname, policy_version: policyVersion, passcode, invitation: invitation ?? null },
    }),
  );

export const isAdmitted = (answer: JoinAnswer | Waiting): answer is JoinAnswer => "token" in answer;

/** Asked again and again by whoever waits; the server says how soon. Raises the problem of being turned away. */
export const lobbyQuery = (code: string, waiting: Waiting, invitation?: string) =>
  queryOptions({
    queryKey: ["waiting", code, waiting.participant.id],
    queryFn: () =>
      unwrap<Waiting>(
        api.POST("/api/v1/meetings/{code}/lobby/me", {
          params: { path: { code }, query: invitation ? { invitation } : {} },
        }),
      ),
    initialData: waiting,
    staleTime: 0,
    retry: false,
    refetchOnMount: "always",
    // Also behind other windows: who waits does something else meanwhile.
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) =>
      state.data?.standing === "admitted" || isFinal(state.error) ? false : (state.data?.ask_again_seconds ?? 5) * 1000,
  });

const isFinal = (error: unknown) => isProblem(error) && [403, 404, 410].includes(error.status);

export const endMeeting = (code: string) =>
  unwrap<Meeting>(api.POST("/api/v1/meetings/{code}/end", { params: { path: { code } } }));

export const isSignInRequired = (error: unknown) => isProblem(error, "sign-in-required");
