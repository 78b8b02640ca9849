import { Button, Modal, Radio, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type ErasureOrder, unwrap } from "@/api";
import { ProofProvider, shown, useProof } from "@/features/settings/security/Proof";
import { day, Failed, Note, PageHead, ProblemNote } from "@/ui";
import classes from "./erasure.module.css";
import { Ordered } from "./Ordered";
import { PlanView } from "./PlanView";
import { myErasureQuery, usePlan } from "./queries";

export function DeletePage() {
  return (
    <ProofProvider>
      <Body />
    </ProofProvider>
  );
}

function Body() {
  const { t } = useTranslation();
  const plan = usePlan();
  const mine = useQuery(myErasureQuery);
  const error = plan.error ?? mine.error;
  if (error && !(plan.data && mine.data)) {
    return (
      <div className={classes.page}>
        <PageHead title={t("erasure.title")} />
        <Failed error={error} onRetry={() => Promise.all([plan.refetch(), mine.refetch()])} />
      </div>
    );
  }
  return (
    <div className={classes.page}>
      <PageHead title={t("erasure.title")}>{t("erasure.lead")}</PageHead>
      {plan.data && mine.data ? (
        <>
          {mine.data.erasure ? <Ordered order={mine.data.erasure} /> : null}
          {plan.data.waits.length > 0 ? (
            <Note tone="warn" title={t("erasure.waits")}>
              {plan.data.waits.map((reason) => (
                <p key={reason}>{reason}</p>
              ))}
            </Note>
          ) : null}
          <PlanView plan={plan.data} />
          {mine.data.erasure ? null : <OrderForm days={plan.data.grace_days} />}
        </>
      ) : (
        <div className={classes.plan} aria-busy>
          <Skeleton height={280} radius={10} />
          <Skeleton height={160} radius={10} />
        </div>
      )}
    </div>
  );
}

/** One choice, one button; at once asks once more, since nothing can be taken back then. */
function OrderForm({ days }: { days: number }) {
  const { t } = useTranslation();
  const [when, setWhen] = useState("later");
  const [asking, setAsking] = useState(false);
  const order = useOrder();
  const place = (atOnce: boolean) => {
    setAsking(false);
    order.mutate(atOnce);
  };
  const until = day(new Date(Date.now() + days * 86_400_000).toISOString());
  return (
    <form
      className={classes.card}
      onSubmit={(event) => {
        event.preventDefault();
        if (when === "now") setAsking(true);
        else place(false);
      }}
    >
      <Radio.Group label={t("erasure.when")} value={when} onChange={setWhen}>
        <div className={classes.choices}>
          <Radio
            value="later"
            label={t("erasure.later", { count: days })}
            description={t("erasure.laterText", { date: until })}
            data-testid="later"
          />
          <Radio value="now" label={t("erasure.now")} description={t("erasure.nowText")} data-testid="now" />
        </div>
      </Radio.Group>
      <ProblemNote error={shown(order.error)} />
      <Button
        type="submit"
        color="heron"
        loading={order.isPending}
        className={classes.submit}
        data-testid="order-erasure"
      >
        {t("erasure.order")}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("erasure.askTitle")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <div className={classes.dialog}>
          <p>{t("erasure.askText")}</p>
          <div className={classes.answers}>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </Button>
            <Button color="heron" onClick={() => place(true)} data-testid="erase-now">
              {t("erasure.askYes")}
            </Button>
          </div>
        </div>
      </Modal>
    </form>
  );
}

function useOrder() {
  const withProof = useProof();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (atOnce: boolean) =>
      withProof(() => unwrap<ErasureOrder>(api.POST("/api/v1/privacy/erasures", { body: { at_once: atOnce } }))),
    onSuccess: async (order, atOnce) => {
      if (atOnce) await navigate({ to: "/privacy/farewell/$receipt", params: { receipt: order.receipt } });
      else await queryClient.invalidateQueries({ queryKey: ["erasure"] });
    },
  });
}
