import type { CallPart, Command, Panel } from "../frame/part";
import { encryption } from "./encryption";
import { hosting } from "./hosting";
import { inputs } from "./inputs";
import { network } from "./network";
import { quality } from "./quality";
import { recording } from "./recording";
import { stage } from "./stage";
import { talk } from "./talk";

const parts: CallPart[] = [inputs, network, encryption, stage, hosting, recording, talk, quality];

const all = <Key extends keyof CallPart>(key: Key) =>
  parts.flatMap((part) => (part[key] ?? []) as NonNullable<CallPart[Key]>[number][]);

/** The lists never change, so that a place is an id; names of functions do not survive the build. */
const placed = <Part>(list: Part[]) => list.map((Part, id) => ({ id, Part }));

export const panels = all("panels");
export const dialogs = all("dialogs");
export const notices = placed(all("notices"));
export const badges = placed(all("badges"));
export const tileMarks = placed(all("tileMarks"));

const commandOf = ({ id, title, icon, Panel: _, ...rest }: Panel): Command => ({
  ...rest,
  id,
  label: title,
  icon: () => icon,
  pressed: (call) => call.panel === id,
  run: (call) => call.openPanel(call.panel === id ? null : id),
});

export const commands = [...all("commands"), ...panels.map(commandOf)].sort((one, other) => one.order - other.order);
