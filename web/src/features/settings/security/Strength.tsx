import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./security.module.css";

/** The server's least length: below it nothing else matters. */
const MINIMUM = 10;

type Judge = (password: string) => number;

// The estimator's word lists are larger than the page: they come when somebody types a new password, and not before.
let judging: Promise<Judge> | undefined;
const loadJudge = (): Promise<Judge> => {
  judging ??= Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]).then(
    ([{ ZxcvbnFactory }, common]) => {
      const estimator = new ZxcvbnFactory({ dictionary: common.dictionary, graphs: common.adjacencyGraphs });
      return (password) => estimator.check(password, ["egret"]).score;
    },
  );
  return judging;
};

/** How long a guesser would need, as a calm bar and in words. It advises; what is refused, the server says. */
export function Strength({ password }: { password: string }) {
  const { t } = useTranslation();
  const [score, setScore] = useState<number | null>(null);

  useEffect(() => {
    let current = true;
    // The estimator reads the first hundred characters in milliseconds, and a long text for seconds.
    const judged = password.slice(0, 100);
    loadJudge()
      .then((judge) => current && setScore(judged.length < MINIMUM ? 0 : judge(judged)))
      // Without the estimator there is no bar, and a password can be set all the same.
      .catch(() => current && setScore(null));
    return () => {
      current = false;
    };
  }, [password]);

  if (!password || score === null) return null;
  const words = [
    t("security.strength.weak"),
    t("security.strength.weak"),
    t("security.strength.fair"),
    t("security.strength.good"),
    t("security.strength.strong"),
  ];
  const text = password.length < MINIMUM ? t("security.strength.short", { count: MINIMUM }) : words[score];
  const level = Math.max(1, score);
  return (
    <div className={classes.strength} data-testid="strength" data-score={score}>
      <div className={classes.bar} data-level={level} aria-hidden>
        {[1, 2, 3, 4].map((step) => (
          <span key={step} data-on={step <= level || undefined} />
        ))}
      </div>
      <span role="status">{text}</span>
    </div>
  );
}
