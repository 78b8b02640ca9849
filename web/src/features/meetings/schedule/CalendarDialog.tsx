import { Button, Modal, NativeSelect, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { CopyLink, Moment, ProblemNote } from "@/ui";
import type { Feed, Reminders } from "./queries";
import classes from "./schedule.module.css";

const AHEAD = [0, 5, 10, 15, 30, 60, 1440];

/** The private address for calendar apps, and how one is reminded. */
export function CalendarDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const feed = useQuery({
    queryKey: ["calendar-feed"],
    queryFn: () => unwrap<Feed>(api.GET("/api/v1/calendar-feed")),
  });
  const make = useMutation({
    mutationFn: () => unwrap<Feed>(api.POST("/api/v1/calendar-feed")),
    onSuccess: (made) => queryClient.setQueryData(["calendar-feed"], made),
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/calendar-feed")),
    onSuccess: () => queryClient.setQueryData(["calendar-feed"], { created_at: null, address: null }),
  });
  const reminders = useQuery({
    queryKey: ["reminders"],
    queryFn: () => unwrap<Reminders>(api.GET("/api/v1/reminders")),
  });
  const remind = useMutation({
    mutationFn: (body: Partial<Reminders>) =>
      unwrap<Reminders>(api.PATCH("/api/v1/reminders", { body: body as never })),
    onSuccess: (changed) => queryClient.setQueryData(["reminders"], changed),
  });
  return (
    <Modal opened onClose={onClose} title={t("schedule.apps.title")} size="lg">
      <div className={classes.form}>
        <p className={classes.soft}>{t("schedule.apps.text")}</p>
        {feed.data?.address ? (
          <div data-testid="feed-address">
            <p className={classes.note}>{feed.data.address}</p>
            <CopyLink link={feed.data.address} />
          </div>
        ) : null}
        {feed.data?.created_at && !feed.data.address ? (
          <p className={classes.soft}>
            {t("schedule.apps.since")} <Moment at={feed.data.created_at} />
          </p>
        ) : null}
        <div className={classes.actions}>
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate()} data-testid="make-feed">
            {feed.data?.created_at ? t("schedule.apps.renew") : t("schedule.apps.make")}
          </Button>
          {feed.data?.created_at ? (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t("schedule.apps.remove")}
            </Button>
          ) : null}
        </div>
        {reminders.data ? (
          <>
            <Switch
              label={t("schedule.apps.inApp")}
              checked={reminders.data.in_app}
              onChange={(event) => remind.mutate({ in_app: event.currentTarget.checked })}
            />
            <Switch
              label={t("schedule.apps.bySms")}
              checked={reminders.data.by_sms}
              onChange={(event) => remind.mutate({ by_sms: event.currentTarget.checked })}
            />
            <NativeSelect
              label={t("schedule.apps.ahead")}
              value={String(reminders.data.minutes)}
              onChange={(event) => remind.mutate({ minutes: Number(event.currentTarget.value) })}
              data={[...new Set([...AHEAD, reminders.data.minutes])].map((count) => ({
                value: String(count),
                label: t("schedule.minutes", { count }),
              }))}
            />
          </>
        ) : null}
        <ProblemNote error={feed.error ?? make.error ?? remove.error ?? reminders.error ?? remind.error} />
      </div>
    </Modal>
  );
}
