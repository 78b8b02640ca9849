import { Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import classes from "./quality.module.css";
import type { Measuring } from "./queries";

interface Props {
  measuring: Measuring;
  change: (objects: boolean) => Promise<Measuring>;
}

/** The switch that ends measuring at once, and beside it why it is done at all. */
export function Objection({ measuring, change }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toggle = useMutation({
    mutationFn: change,
    // At once, in whatever page shows it: what is not wanted is not sent while the server is being told.
    onMutate: (objects) =>
      client.setQueriesData<Measuring>(
        { queryKey: ["measuring"] },
        (known) => known && { ...known, measured: !objects },
      ),
    onError: () => client.invalidateQueries({ queryKey: ["measuring"] }),
    onSuccess: (now) => {
      client.setQueriesData<Measuring>({ queryKey: ["measuring"] }, now);
      void client.invalidateQueries({ queryKey: ["quality"] });
    },
  });
  return (
    <div className={classes.objection}>
      <Switch
        label={t("quality.measure")}
        description={t("quality.measureText", { seconds: measuring.every_seconds, days: measuring.kept_days })}
        checked={measuring.measured}
        disabled={toggle.isPending}
        onChange={() => toggle.mutate(measuring.measured)}
        data-testid="measured"
      />
      <ProblemNote error={toggle.error} />
      <details className={classes.why}>
        <summary>{t("quality.why")}</summary>
        <dl>
          <dt>{t("quality.interest")}</dt>
          <dd>{measuring.interest}</dd>
          <dt>{t("quality.necessity")}</dt>
          <dd>{measuring.necessity}</dd>
          <dt>{t("quality.balance")}</dt>
          <dd>{measuring.balance}</dd>
          <dt>{t("quality.safeguards")}</dt>
          <dd>{measuring.safeguards}</dd>
        </dl>
      </details>
    </div>
  );
}
