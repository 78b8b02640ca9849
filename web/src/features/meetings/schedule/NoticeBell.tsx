import { ActionIcon, Menu } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { day, when } from "@/ui";
import { readReminders, remindersQuery } from "../recordings/queries";
import { type Notices, noticesQuery } from "./queries";
import classes from "./schedule.module.css";

/** What one was told of one's meetings; opening it is having read it. */
export function NoticeBell() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const notices = useQuery(noticesQuery);
  const read = useMutation({
    mutationFn: () => unwrap<Notices>(api.POST("/api/v1/notices/read")),
    onSuccess: (changed) => queryClient.setQueryData(noticesQuery.queryKey, changed),
  });
  const going = useQuery(remindersQuery);
  const readGoing = useMutation({
    mutationFn: readReminders,
    onSuccess: (changed) => queryClient.setQueryData(remindersQuery.queryKey, changed),
  });
  const unread = (notices.data?.unread ?? 0) + (going.data?.unread ?? 0);
  const items = notices.data?.items.slice(0, 12) ?? [];
  const recordings = going.data?.items.slice(0, 6) ?? [];
  const close = () => {
    if (notices.data?.unread) read.mutate();
    if (going.data?.unread) readGoing.mutate();
  };
  const sentences = {
    invited: t("schedule.notice.invited"),
    changed: t("schedule.notice.changed"),
    cancelled: t("schedule.notice.cancelled"),
    uninvited: t("schedule.notice.uninvited"),
    reminder: t("schedule.notice.reminder"),
  };
  return (
    <Menu position="bottom-end" width={320} onClose={close}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size={40}
          color="gray"
          c="inherit"
          className={classes.bell}
          aria-label={unread ? t("schedule.notice.unread", { count: unread }) : t("schedule.notice.title")}
          data-testid="notices"
        >
          <IconBell size={22} stroke={1.5} />
          {unread ? (
            <span className={classes.bellCount} aria-hidden>
              {unread}
            </span>
          ) : null}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {items.length + recordings.length ? t("schedule.notice.title") : t("schedule.notice.none")}
        </Menu.Label>
        {recordings.map((item) => (
          <Menu.Item
            key={item.id}
            component={Link}
            to="/meetings/$code/recordings/$recording"
            params={{ code: item.code, recording: item.recording } as never}
            data-testid="recording-goes"
          >
            <strong>{item.title || t("schedule.untitled")}</strong>
            <br />
            <span className={classes.soft}>{t("schedule.notice.recordingGoes", { date: day(item.expires_at) })}</span>
          </Menu.Item>
        ))}
        {items.map((item) => (
          <Menu.Item
            key={item.id}
            component={Link}
            // Who was taken off the list finds no page of the meeting any more.
            to={item.kind === "uninvited" ? "/meetings" : "/meetings/set/$schedule"}
            params={{ schedule: item.schedule } as never}
            data-testid="notice"
          >
            <strong>{item.title || t("schedule.untitled")}</strong>
            <br />
            <span className={classes.soft}>
              {sentences[item.kind as keyof typeof sentences]} · {when(item.about_at ?? item.created_at)}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
