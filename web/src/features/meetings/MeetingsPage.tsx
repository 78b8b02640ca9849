import { ActionIcon, Button, Menu, Title } from "@mantine/core";
import { IconChevronDown, IconHome, IconHomeLink, IconVideo, IconVideoPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, LinkButton, PageHead, ProblemNote, StatePage, uuid } from "@/ui";
import { JoinForm } from "./join/JoinForm";
import classes from "./list/list.module.css";
import { MeetingRow } from "./list/MeetingRow";
import { Rows, RowsSkeleton } from "./list/Rows";
import { meetingsQuery, startMeeting } from "./queries";
import { Agenda } from "./schedule/Agenda";
import { CalendarDialog } from "./schedule/CalendarDialog";
import { openPersonalRoom } from "./schedule/queries";

export function MeetingsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { org } = useSearch({ from: "/framed/meetings" });
  const meetings = useInfiniteQuery(meetingsQuery(org));
  const start = useMutation({
    mutationFn: (key: string) => startMeeting(key, org),
    onSuccess: (meeting) => navigate({ to: "/m/$code", params: { code: meeting.code } }),
  });
  const room = useMutation({
    mutationFn: (_: "enter" | "look") => openPersonalRoom(),
    onSuccess: ({ id, code }, wanted) =>
      wanted === "enter"
        ? navigate({ to: "/m/$code", params: { code } })
        : navigate({ to: "/meetings/set/$schedule", params: { schedule: id } }),
  });
  const [apps, setApps] = useState(false);
  const items = meetings.data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <>
      <PageHead
        title={t("meetings.title")}
        actions={
          <>
            <Button variant="subtle" onClick={() => setApps(true)} data-testid="calendar-apps">
              {t("schedule.apps.button")}
            </Button>
            <LinkButton to="/meetings/recordings" search={org ? { org } : {}} variant="subtle" data-testid="recordings">
              {t("meetings.recordings")}
            </LinkButton>
            <LinkButton to="/meetings/new" search={org ? { org } : {}} variant="default" data-testid="schedule-meeting">
              {t("schedule.new")}
            </LinkButton>
            <Button.Group>
              <Button
                leftSection={<IconVideoPlus size={20} stroke={1.5} />}
                loading={start.isPending}
                onClick={() => start.mutate(uuid())}
                data-testid="start-meeting"
              >
                {t("meetings.start")}
              </Button>
              <Menu position="bottom-end">
                <Menu.Target>
                  <ActionIcon
                    className={classes.otherWays}
                    variant="filled"
                    loading={room.isPending}
                    aria-label={t("meetings.otherWays")}
                    data-testid="other-ways"
                  >
                    <IconChevronDown size={18} stroke={1.5} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item leftSection={<IconHome size={18} stroke={1.5} />} onClick={() => room.mutate("enter")}>
                    {t("meetings.personalRoom")}
                  </Menu.Item>
                  <Menu.Item leftSection={<IconHomeLink size={18} stroke={1.5} />} onClick={() => room.mutate("look")}>
                    {t("meetings.personalRoomLink")}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </Button.Group>
          </>
        }
      />
      <ProblemNote error={start.error ?? room.error} />
      <div className={classes.join}>
        <JoinForm />
      </div>
      <Agenda />
      {apps ? <CalendarDialog onClose={() => setApps(false)} /> : null}
      <Title order={2} size="h3" mb={12}>
        {t("schedule.past")}
      </Title>
      {meetings.isPending ? <RowsSkeleton /> : null}
      {meetings.isError && !meetings.data ? <Failed error={meetings.error} onRetry={() => meetings.refetch()} /> : null}
      {meetings.data && items.length === 0 ? (
        <StatePage
          scale="block"
          icon={<IconVideo size={28} stroke={1.5} />}
          title={t("meetings.empty")}
          actions={
            <Button variant="default" loading={start.isPending} onClick={() => start.mutate(uuid())}>
              {t("meetings.start")}
            </Button>
          }
        >
          <p>{t("meetings.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <Rows label={t("meetings.title")}>
          {items.map((meeting) => (
            <MeetingRow key={meeting.id} meeting={meeting} />
          ))}
        </Rows>
      ) : null}
      {meetings.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={meetings.isFetchingNextPage} onClick={() => meetings.fetchNextPage()}>
            {t("meetings.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
