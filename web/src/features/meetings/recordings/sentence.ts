import type { TFunction } from "i18next";
import type { Now } from "./queries";

/** What is recorded, by whom and for whom, and for how long: the same words at the door and inside. */
export function sentenceOf(t: TFunction, now: Now): string {
  const facts = { by: now.started_by || t("recording.call.theHost"), answers: now.answers, count: now.kept_days };
  // Nobody but the host answers for a personal meeting whose installation has not said who runs it.
  const what = now.answers ? t("recording.call.what", facts) : t("recording.call.whatOwn", facts);
  return t("recording.call.both", { what, kept: t("recording.call.kept", facts) });
}
