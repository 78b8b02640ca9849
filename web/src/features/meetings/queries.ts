import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type Attendance, api, isProblem, type JoinAnswer, type Meeting, type MeetingPage, unwrap } from "@/api";

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
  unwrap<JoinAnswer>(
    api.POST("/api/v1/meetings/{code}/join", {
      params: { path: { code } },
      body: { nickname, policy_version: policyVersion, passcode, invitation: invitation ?? null },
    }),
  );

export const endMeeting = (code: string) =>
  unwrap<Meeting>(api.POST("/api/v1/meetings/{code}/end", { params: { path: { code } } }));

export const isSignInRequired = (error: unknown) => isProblem(error, "sign-in-required");
