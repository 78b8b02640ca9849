import type { Participant } from "livekit-client";

/** What a person is in this meeting. Only the server writes it, as a participant's attribute. */
export type Role = "host" | "cohost" | "participant" | "guest";

const roles: readonly string[] = ["host", "cohost", "participant", "guest"];

export function roleOf(participant: Participant): Role | null {
  const role = participant.attributes.role ?? "";
  return roles.includes(role) ? (role as Role) : null;
}

export type Allowed = "all" | "hosts";

export const hosts = (role: Role) => role === "host" || role === "cohost";

interface RecordingTold {
  id: string;
  state: string;
}

/** What the server tells everybody in the room, by its metadata. */
export interface RoomState {
  recording: RecordingTold | null;
  /** In a breakout room: that of the meeting's own room. */
  recordingElsewhere: RecordingTold | null;
  locked: boolean;
  /** Whether those who come are asked to wait. */
  lobby: boolean;
  /** Who may, besides those who host: the engine enforces it, the page only knows what not to offer. */
  rules: Record<"share" | "chat" | "unmute", Allowed>;
  /** Smaller rooms beside the meeting's own, while they are open. */
  breakouts: { id: string; name: string }[];
  /** When they close by themselves, as an ISO time. */
  breakoutsUntil: string | null;
  /** Whom the host shows to everybody. */
  spotlight: string | null;
}

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const allowed = (value: unknown): Allowed => (value === "hosts" ? "hosts" : "all");
const text = (value: unknown) => (typeof value === "string" ? value : null);

function recordingTold(value: unknown): RecordingTold | null {
  const [id, state] = [text(record(value).id), text(record(value).state)];
  return id !== null && state !== null ? { id, state } : null;
}

/** Metadata of an older or newer server must not break a call: what is missing or malformed takes its default. */
export function parseRoomState(metadata: string | undefined): RoomState {
  const told = record(parseJson(metadata ?? ""));
  const rules = record(told.rules);
  return {
    recording: recordingTold(told.recording),
    recordingElsewhere: recordingTold(told.recording_elsewhere),
    locked: told.locked === true,
    lobby: told.lobby === true,
    rules: { share: allowed(rules.share), chat: allowed(rules.chat), unmute: allowed(rules.unmute) },
    breakouts: (Array.isArray(told.breakouts) ? told.breakouts : []).map(record).flatMap((each) => {
      const [id, name] = [text(each.id), text(each.name)];
      return id !== null && name !== null ? { id, name } : [];
    }),
    breakoutsUntil: text(told.breakouts_until),
    spotlight: text(told.spotlight),
  };
}

export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return null;
  }
}
