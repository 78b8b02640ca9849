export { api, isProblem, Problem, toProblem, unwrap } from "./client";
export type * from "./types";
