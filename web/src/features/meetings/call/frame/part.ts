import type { Icon } from "@tabler/icons-react";
import type { Participant } from "livekit-client";
import type { ComponentType } from "react";
import type { Call } from "./CallContext";

/** What a person can do in a call. Bar, menu, keys, the list of keys and the palette are all drawn from these. */
export interface Command {
  /** Stable; the test id as well. */
  id: string;
  label: (call: Call) => string;
  icon: (call: Call) => Icon;
  /** As in `useShortcuts`: `m`, `mod+d`. */
  keys?: string[];
  /** What the list of keys says, where the label changes with the state. */
  keysLabel?: (call: Call) => string;
  /** A narrow bar keeps the first few; the others of it move to the menu. `palette`: nowhere else but there and by key. */
  place: "bar" | "more" | "palette";
  /** Ascending. The menu draws a line between hundreds. */
  order: number;
  when?: (call: Call) => boolean;
  /** For what is on or off. */
  pressed?: (call: Call) => boolean;
  /** `inverted`: drawn so while not pressed (microphone, camera). `danger`: red, at the bar's end. */
  tone?: "inverted" | "danger";
  /** A number on the button; zero is not shown. */
  useBadge?: () => number;
  run: (call: Call) => unknown;
}

/** What opens beside the stage, one at a time; a sheet from below on phones. */
export interface Panel {
  /** Stable; the test id of its button as well. */
  id: string;
  title: (call: Call) => string;
  icon: Icon;
  keys?: string[];
  place: Command["place"];
  order: number;
  when?: (call: Call) => boolean;
  useBadge?: () => number;
  Panel: ComponentType;
}

/** What opens over everything. Its content is mounted by the dialog itself, while it is open. */
export interface Dialog {
  id: string;
  Dialog: ComponentType<{ opened: boolean; onClose: () => void }>;
}

/** One subject's share of the call's page: each folder of `parts/` exports one, and knows no other. */
export interface CallPart {
  commands?: Command[];
  panels?: Panel[];
  dialogs?: Dialog[];
  /** Banners over the stage, mounted throughout the call: they show nothing, or watch, until there is something to say. */
  notices?: ComponentType[];
  /** Marks that stay in the stage's corner, such as that of recording. */
  badges?: ComponentType[];
  /** Marks on a person's tile, beside the name. */
  tileMarks?: ComponentType<{ participant: Participant }>[];
}
