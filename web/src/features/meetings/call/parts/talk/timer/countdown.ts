import { parseJson } from "../../../frame/roomState";

export interface Timer {
  endsAt: number;
  seconds: number;
}

/** The timer in what the server tells the room; null when none was set or it cannot be read. */
export function parseTimer(metadata: string | undefined): Timer | null {
  const told = parseJson(metadata ?? "") as { timer?: { ends_at?: unknown; seconds?: unknown } | null } | null;
  const { ends_at, seconds } = (typeof told === "object" ? told?.timer : null) ?? {};
  const endsAt = Date.parse(String(ends_at));
  return Number.isNaN(endsAt) || typeof seconds !== "number" ? null : { endsAt, seconds };
}

/** Whole seconds that are left; a clock that goes wrong on this machine shows no more than was set. */
export const secondsLeft = (timer: Timer, now: number) =>
  Math.min(timer.seconds, Math.max(0, Math.ceil((timer.endsAt - now) / 1000)));

/** `4:05`, `1:02:03`. */
export function face(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
