export { api, isProblem, Problem, toProblem, unreachable, unwrap } from "./client";
export { sendFile } from "./sendFile";
export type * from "./types";
