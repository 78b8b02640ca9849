import type { Entry } from "../types";

/** What was cut or copied by key, each with the folder it was in. */
export interface Carried {
  how: "move" | "copy";
  entries: readonly Entry[];
}

// The system's own clipboard holds no entries of ours; until the page is closed this is remembered instead.
let held: Carried = { how: "copy", entries: [] };

export const carry = (what: Carried) => {
  held = what;
};
export const carried = () => held;
