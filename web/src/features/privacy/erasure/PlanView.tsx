import { Title } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ErasurePlan } from "@/api";
import { fileSize } from "@/features/cloud/fileSize";
import classes from "./erasure.module.css";

type Plan = Pick<ErasurePlan, "goes" | "contents" | "bytes" | "stays">;

/** What goes and what stays, in numbers; `done` when it is over. */
export function PlanView({ plan, done = false }: { plan: Plan; done?: boolean }) {
  const { t, i18n } = useTranslation();
  const numbers = new Intl.NumberFormat(i18n.language);
  const goes = useId();
  const stays = useId();
  return (
    <div className={classes.plan}>
      <section className={classes.card} aria-labelledby={goes}>
        <Title order={2} size="h3" id={goes}>
          {done ? t("erasure.gone") : t("erasure.goes")}
        </Title>
        <ul className={classes.lines} data-testid="goes">
          {plan.goes.map((line) => (
            <li key={line.id}>
              <span>{line.text}</span>
              <span className={classes.count}>
                {t("erasure.entries", { count: line.count, n: numbers.format(line.count) })}
              </span>
            </li>
          ))}
          {plan.contents > 0 ? (
            <li>
              <span>{t("erasure.contents")}</span>
              <span className={classes.count}>
                {numbers.format(plan.contents)} · {fileSize(plan.bytes)}
              </span>
            </li>
          ) : null}
          <li>
            <span>{t("erasure.key")}</span>
            <span className={classes.count}>{numbers.format(1)}</span>
          </li>
        </ul>
        <p className={classes.text}>{t("erasure.keyWhy")}</p>
      </section>
      <section className={classes.card} aria-labelledby={stays}>
        <Title order={2} size="h3" id={stays}>
          {t("erasure.stays")}
        </Title>
        {plan.stays.length === 0 ? (
          <p className={classes.text}>{t("erasure.nothingStays")}</p>
        ) : (
          <ul className={classes.lines} data-testid="stays">
            {plan.stays.map((line) => (
              <li key={line.id}>
                <span>{line.text}</span>
                <span className={classes.count}>
                  {t("erasure.entries", { count: line.count, n: numbers.format(line.count) })}
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className={classes.text}>{t("erasure.backups")}</p>
      </section>
    </div>
  );
}
