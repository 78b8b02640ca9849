import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconCalendarX, IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Failed, LinkButton, Note, PageHead, ProblemNote, StatePage } from "@/ui";
import { type Answer, answerAsGuest, invitationQuery } from "./queries";
import classes from "./schedule.module.css";
import { When } from "./When";

/** What the link in a message opens: no account is needed to answer, nor to join. */
export function InvitedPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/framed/invited/$token" });
  const queryClient = useQueryClient();
  const found = useQuery(invitationQuery(token));
  const answer = useMutation({
    mutationFn: (word: Answer) => answerAsGuest(token, word),
    onSuccess: (changed) => queryClient.setQueryData(invitationQuery(token).queryKey, changed),
  });
  if (isProblem(found.error, "meeting-invitation-unknown")) {
    return (
      <StatePage icon={<IconCalendarX size={28} stroke={1.5} />} title={found.error.title}>
        <p>{found.error.detail}</p>
      </StatePage>
    );
  }
  if (found.isError && !found.data) return <Failed scale="page" error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton height={240} aria-busy />;
  const meeting = found.data;
  return (
    <>
      <PageHead title={meeting.title || t("schedule.untitled")}>
        {t("schedule.from", { host: meeting.host_name || t("schedule.nameless") })}
      </PageHead>
      <div className={classes.invited}>
        {meeting.cancelled ? (
          <Note tone="warn" title={t("schedule.cancelled")}>
            <p>{t("schedule.askHost")}</p>
          </Note>
        ) : null}
        <ul className={classes.rows}>
          {meeting.next.map((one) => (
            <li key={`${one.series}/${one.occurrence}`}>
              <span className={classes.when}>
                <When from={one.starts_at} to={one.ends_at} zone={one.zone} date />
              </span>
            </li>
          ))}
        </ul>
        {meeting.note ? <p className={classes.note}>{meeting.note}</p> : null}
        <section>
          <h2 id="come">{t("schedule.doYouCome")}</h2>
          <SegmentedControl
            aria-labelledby="come"
            value={meeting.answer ?? ""}
            onChange={(word) => answer.mutate(word as Answer)}
            data={[
              { value: "yes", label: t("schedule.yes") },
              { value: "maybe", label: t("schedule.maybe") },
              { value: "no", label: t("schedule.no") },
            ]}
            data-testid="answer"
          />
          <ProblemNote error={answer.error} />
        </section>
        <div className={classes.actions}>
          <Button
            component="a"
            href={`/api/v1/invited/${token}/calendar.ics`}
            variant="default"
            leftSection={<IconDownload size={18} stroke={1.5} />}
          >
            {t("schedule.file")}
          </Button>
          {meeting.cancelled ? null : (
            <LinkButton to="/m/$code" params={{ code: meeting.code }} search={{ i: token }}>
              {t("schedule.join")}
            </LinkButton>
          )}
        </div>
        <p className={classes.soft}>{t("schedule.guestWhy")}</p>
      </div>
    </>
  );
}
