import type { paths } from "./schema";

type Success<O> = O extends { responses: infer R } ? Body<R[Extract<keyof R, 200 | 201 | 202>]> : never;
type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;

// Types are taken by path, not by component name: the path is the contract, the name is the backend's own business.
export type Session = Success<paths["/api/v1/session"]["get"]>;
export type CodeSent = Success<paths["/api/v1/sign-in/codes"]["post"]>;
export type PolicySummary = Success<paths["/api/v1/policy/summary"]["get"]>;
export type Policy = Success<paths["/api/v1/policy"]["get"]>;
export type Clause = Success<paths["/api/v1/policy/clauses"]["get"]>["items"][number];
export type ClauseHistory = Success<paths["/api/v1/policy/clauses/{clause}"]["get"]>;
export type Hold = Success<paths["/api/v1/privacy/holds"]["get"]>["items"][number];
export type DataAccessPage = Success<paths["/api/v1/privacy/accesses"]["get"]>;
export type DataAccess = DataAccessPage["items"][number];
export type DataAccessProof = Success<paths["/api/v1/privacy/accesses/{number}/proof"]["get"]>;
export type Meeting = Success<paths["/api/v1/meetings/{code}"]["get"]>;
export type MeetingPage = Success<paths["/api/v1/meetings"]["get"]>;
export type MeetingItem = MeetingPage["items"][number];
type Joining = paths["/api/v1/meetings/{code}/join"]["post"]["responses"];
export type JoinAnswer = Body<Joining[200]>;
/** How somebody stands who waits in the lobby. */
export type Waiting = Body<Joining[202]>;
export type Lobby = Success<paths["/api/v1/meetings/{code}/lobby"]["get"]>;
export type Breakouts = Success<paths["/api/v1/meetings/{code}/breakouts"]["get"]>;
export type Conduct = Success<paths["/api/v1/meetings/{code}/conduct"]["get"]>;
export type Attendance = Success<paths["/api/v1/meetings/{code}/attendance"]["get"]>;
export type Attendee = Attendance["participants"][number];
export type ErasurePlan = Success<paths["/api/v1/privacy/erasures/plan"]["get"]>;
export type ErasureOrder = Success<paths["/api/v1/privacy/erasures"]["post"]>;
export type ErasureReceipt = Success<paths["/api/v1/privacy/erasures/receipts/{receipt}"]["get"]>;
