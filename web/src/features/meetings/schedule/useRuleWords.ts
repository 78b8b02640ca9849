import { useTranslation } from "react-i18next";
import { currentLocale } from "@/ui/i18n";
import { dateIn, nameOfDay, WEEKDAYS } from "./times";

/** A rule of ours as one sentence: “Every second week on Tuesday and Thursday until 5 May 2027”. */
export function useRuleWords() {
  const { t } = useTranslation();
  return (rule: string, lastStart: string): string => {
    if (!rule) return t("schedule.once");
    const parts = Object.fromEntries(rule.split(";").map((part) => part.split("=")));
    const count = Number(parts.INTERVAL ?? 1);
    const list = new Intl.ListFormat(currentLocale(), { type: "conjunction" });
    const days = String(parts.BYDAY ?? "")
      .split(",")
      .filter(Boolean)
      .map((day) => nameOfDay(WEEKDAYS.indexOf(day.slice(-2) as (typeof WEEKDAYS)[number])));
    const nth = /^(-?\d)/.exec(parts.BYDAY ?? "")?.[1];
    const ordinals: Record<string, string> = {
      "1": t("schedule.nth.first"),
      "2": t("schedule.nth.second"),
      "3": t("schedule.nth.third"),
      "4": t("schedule.nth.fourth"),
      "-1": t("schedule.nth.last"),
    };
    const sentence = () => {
      if (parts.FREQ === "DAILY") return t("schedule.rule.daily", { count });
      if (parts.FREQ === "WEEKLY") return t("schedule.rule.weekly", { count, days: list.format(days) });
      if (parts.FREQ === "YEARLY") return t("schedule.rule.yearly", { count });
      if (nth) return t("schedule.rule.nth", { count, nth: ordinals[nth] ?? nth, day: days[0] });
      return t("schedule.rule.monthly", { count, day: parts.BYMONTHDAY });
    };
    if (!lastStart) return sentence();
    return t("schedule.rule.until", { rule: sentence(), date: dateIn(`${lastStart}Z`, "UTC") });
  };
}
