import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { exact, ProblemNote } from "@/ui";
import classes from "./erasure.module.css";
import { useCancelErasure } from "./queries";

export function ErasureBar({ dueAt }: { dueAt: string }) {
  const { t } = useTranslation();
  const cancel = useCancelErasure();
  return (
    <aside className={classes.bar} aria-label={t("erasure.title")} data-testid="erasure-bar">
      <p>
        {t("erasure.bar", { when: exact(dueAt) })} <Link to="/privacy/mine/delete">{t("erasure.barMore")}</Link>
      </p>
      <Button variant="default" size="xs" onClick={() => cancel.mutate()} loading={cancel.isPending}>
        {t("erasure.keep")}
      </Button>
      <ProblemNote error={cancel.error} />
    </aside>
  );
}
