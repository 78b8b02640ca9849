import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Moment } from "@/ui";
import classes from "./joining.module.css";
import { type MyRequest, refreshMine, withdrawRequest } from "./queries";

/** One of my own requests to join, and its answer. */
export function RequestItem({ request }: { request: MyRequest }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawRequest(request.id),
    onSettled: () => refreshMine(queryClient),
  });
  const waits = request.state === "pending";
  return (
    <li className={classes.row} data-testid="my-request">
      <div className={classes.main}>
        <span className={classes.title}>
          <bdi>{request.organization_name}</bdi>
        </span>
        {request.reason ? (
          <bdi className={classes.message}>{t("joining.mine.reason", { reason: request.reason })}</bdi>
        ) : null}
        <span className={classes.sub}>
          <Moment at={request.decided_at ?? request.created_at} />
        </span>
      </div>
      <span className={`${classes.badge} ${waits ? classes.open : ""}`}>
        {waits ? t("joining.mine.waits") : t("joining.mine.declined")}
      </span>
      {waits ? (
        <Button variant="subtle" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {t("joining.ask.withdraw")}
        </Button>
      ) : null}
    </li>
  );
}
