import { currentLanguage, currentLocale } from "./i18n";

const DAY = 86_400_000;

/** Making a formatter costs far more than using it, and a long list writes hundreds of times while it is scrolled. */
function kept<Formatter>(make: (language: string) => Formatter): (language: string) => Formatter {
  const made = new Map<string, Formatter>();
  return (language) => {
    const known = made.get(language) ?? make(language);
    made.set(language, known);
    return known;
  };
}

const distances = kept((language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
const moments = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }));
const clocks = kept((language) => new Intl.DateTimeFormat(language, { timeStyle: "short" }));
const wholeMoments = kept((language) => new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }));

/** Near times are told as distance, far ones as a date; the exact time is in the tooltip. */
export function when(iso: string, now = Date.now(), language: string = currentLocale()): string {
  const time = new Date(iso).getTime();
  const seconds = Math.round((time - now) / 1000);
  const relative = distances(language);
  const distance = Math.abs(seconds);
  if (distance < 45) return relative.format(0, "second");
  if (distance < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (distance < 12 * 3600) return relative.format(Math.round(seconds / 3600), "hour");
  const days = Math.round((startOfDay(time) - startOfDay(now)) / DAY);
  if (Math.abs(days) < 7) return `${sentenceCase(relative.format(days, "day"))} ${clock(iso, language)}`;
  return dayAndClock(iso, language);
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const startOfDay = (time: number) => new Date(time).setHours(0, 0, 0, 0);

export const clock = (iso: string, language: string = currentLocale()) => clocks(language).format(new Date(iso));

export const clockSeconds = (iso: string, language: string = currentLocale()) =>
  new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date(iso));

export const exact = (iso: string, language: string = currentLocale()) => wholeMoments(language).format(new Date(iso));

export const day = (iso: string, language: string = currentLocale()) =>
  new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(iso));

/** Day and time, whatever the distance. */
export const dayAndClock = (iso: string, language: string = currentLocale()) => moments(language).format(new Date(iso));

/** `1 hr 5 min`, `42 sec`: two units at most, in the language's own short form. */
export function duration(totalSeconds: number, language: string = currentLocale()): string {
  const total = Math.max(0, Math.round(totalSeconds));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  const unit = (value: number, name: "hour" | "minute" | "second") =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  if (hours > 0) return minutes > 0 ? `${unit(hours, "hour")} ${unit(minutes, "minute")}` : unit(hours, "hour");
  if (minutes >= 10 || (minutes > 0 && seconds === 0)) return unit(minutes, "minute");
  if (minutes > 0) return `${unit(minutes, "minute")} ${unit(seconds, "second")}`;
  return unit(seconds, "second");
}

/** What stands between two sentences: a Chinese full stop brings its own space. */
export const gap = () => (currentLanguage() === "zh-Hans" ? "" : " ");

export const sentences = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(gap());
