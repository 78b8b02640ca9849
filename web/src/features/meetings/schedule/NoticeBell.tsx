import { ActionIcon, Menu } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import { when } from "@/ui";
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
  const unread = notices.data?.unread ?? 0;
  const items = notices.data?.items.slice(0, 12) ?? [];
  const sentences = {
    invited: t("schedule.notice.invited"),
    changed: t("schedule.notice.changed"),
    cancelled: t("schedule.notice.cancelled"),
    reminder: t("schedule.notice.reminder"),
  };
  return (
    <Menu position="bottom-end" width={320} onClose={() => (unread ? read.mutate() : undefined)}>
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
        <Menu.Label>{items.length ? t("schedule.notice.title") : t("schedule.notice.none")}</Menu.Label>
        {items.map((item) => (
          <Menu.Item
            key={item.id}
            component={Link}
            to="/meetings/set/$schedule"
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
