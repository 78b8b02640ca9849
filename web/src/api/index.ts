export { api, isProblem, Problem, unwrap } from "./client";
export type * from "./types";
