import type { paths } from "./schema";

type Success<O> = O extends { responses: infer R } ? Body<R[Extract<keyof R, 200 | 201 | 202>]> : never;
type Body<R> = R extends { content: { "application/json": infer T } } ? T : never;

// Types are taken by path, not by component name: the path is the contract, the name is the backend's own business.
export type Session = Success<paths["/api/v1/session"]["get"]>;
export type CodeSent = Success<paths["/api/v1/sign-in/codes"]["post"]>;
export type Policy = Success<paths["/api/v1/policy"]["get"]>;
export type Meeting = Success<paths["/api/v1/meetings/{code}"]["get"]>;
export type MeetingPage = Success<paths["/api/v1/meetings"]["get"]>;
export type MeetingItem = MeetingPage["items"][number];
export type JoinAnswer = Success<paths["/api/v1/meetings/{code}/join"]["post"]>;
export type Attendance = Success<paths["/api/v1/meetings/{code}/attendance"]["get"]>;
export type Attendee = Attendance["participants"][number];
