import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ErasureOrder } from "@/api";
import { CopyLink, exact, Note, ProblemNote } from "@/ui";
import classes from "./erasure.module.css";
import { useCancelErasure } from "./queries";

/** The account is going to be deleted: until when that can be cancelled, and where the certificate will be. */
export function Ordered({ order }: { order: ErasureOrder }) {
  const { t } = useTranslation();
  const cancel = useCancelErasure();
  const farewell = `${location.origin}/privacy/farewell/${order.receipt}`;
  return (
    <section className={classes.card} data-testid="ordered">
      <Note tone="warn" title={t("erasure.orderedTitle", { when: exact(order.due_at) })}>
        <p>{t("erasure.orderedText")}</p>
      </Note>
      <p className={classes.text}>{t("erasure.farewellLink")}</p>
      <ProblemNote error={cancel.error} />
      <div className={classes.actions}>
        {order.state === "planned" ? (
          <Button onClick={() => cancel.mutate()} loading={cancel.isPending} data-testid="keep-account">
            {t("erasure.keep")}
          </Button>
        ) : null}
        <CopyLink link={farewell} />
      </div>
    </section>
  );
}
