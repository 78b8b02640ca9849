import { currentLocale } from "@/ui/i18n";

const DAY = 86_400_000;
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** The browser's own zone: what a form proposes, and what is sent only when a meeting is set (C27). */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Every zone the browser knows, and the one that is chosen. */
export const zonesWith = (chosen: string): string[] =>
  [...new Set([chosen, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();

/** `2026-12-01` of a date as this browser's clocks have it. */
export const dayKey = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

export const dayOf = (key: string) => new Date(`${key}T00:00`);

/** Days are added by the calendar: not every one has 24 hours. */
export function addDays(key: string, days: number): string {
  const date = dayOf(key);
  date.setDate(date.getDate() + days);
  return dayKey(date);
}

export const mondayOf = (key: string) => addDays(key, -((dayOf(key).getDay() + 6) % 7));

/** A wall clock moved by whole days: no zone is involved. */
export const shiftLocal = (local: string, days: number) =>
  new Date(Date.parse(`${local}Z`) + days * DAY).toISOString().slice(0, 16);

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** A moment by the clocks of a zone, as short as can be. */
export const clockIn = (iso: string, zone?: string) =>
  new Intl.DateTimeFormat(currentLocale(), { timeStyle: "short", ...(zone ? { timeZone: zone } : {}) }).format(
    new Date(iso),
  );

export const dateIn = (iso: string, zone?: string) =>
  new Intl.DateTimeFormat(currentLocale(), {
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    ...(zone ? { timeZone: zone } : {}),
  }).format(new Date(iso));

/** A day of a week that is on the page anyway. */
export const dayInWeek = (key: string) =>
  new Intl.DateTimeFormat(currentLocale(), { weekday: "short", day: "numeric" }).format(dayOf(key));

/** Whether the clocks of two zones differ at a moment: London and Lisbon are two names of one time. */
export const differs = (iso: string, zone: string) =>
  clockIn(iso) !== clockIn(iso, zone) || dateIn(iso) !== dateIn(iso, zone);

export const nameOfDay = (number: number, width: "long" | "short" = "long") =>
  // 5 January 2026 was a Monday.
  new Intl.DateTimeFormat(currentLocale(), { weekday: width, timeZone: "UTC" }).format(
    new Date(Date.UTC(2026, 0, 5 + number)),
  );

export type Repeat = "" | "DAILY" | "WEEKLY" | "MONTHLY" | "NTH" | "YEARLY";

/** What a form chose, as a rule of RFC 5545; the date itself is always one of its days. */
export function ruleOf(repeat: Repeat, interval: number, days: number[], date: string, until: string): string | null {
  if (!repeat) return null;
  const weekday = (dayOf(date).getDay() + 6) % 7;
  const parts = [`FREQ=${repeat === "NTH" ? "MONTHLY" : repeat}`, `INTERVAL=${interval}`];
  if (repeat === "WEEKLY") {
    const chosen = [...new Set([...days, weekday])].sort();
    parts.push(`BYDAY=${chosen.map((day) => WEEKDAYS[day]).join(",")}`);
  }
  if (repeat === "NTH") parts.push(`BYDAY=${nthOf(date)}${WEEKDAYS[weekday]}`);
  if (until) parts.push(`UNTIL=${until.replaceAll("-", "")}`);
  return parts.join(";");
}

/** The how-manieth of its weekday a date is in its month; the fifth is rare, so it counts as the last. */
export const nthOf = (date: string) => {
  const nth = Math.ceil(dayOf(date).getDate() / 7);
  return nth === 5 ? -1 : nth;
};
