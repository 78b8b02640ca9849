import { Button, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Moment, ProblemNote } from "@/ui";
import { roleName } from "../roles";
import { type ExpectedForMe, expectedForMeQuery } from "./expected";
import { HostFacts } from "./HostCard";
import { Pair } from "./JoinCard";
import classes from "./joining.module.css";
import { acceptExpected, declineExpected, myRequestsQuery, refreshMine } from "./queries";
import { RequestItem } from "./RequestItem";

/** Which organisations entered data about me, and where my own requests stand. Nothing when there is neither. */
export function MyInvitations() {
  const { t } = useTranslation();
  const expected = useQuery({ ...expectedForMeQuery, staleTime: 0 });
  const requests = useQuery(myRequestsQuery);
  const entries = expected.data?.items ?? [];
  const asked = requests.data?.items.filter((each) => each.state !== "accepted") ?? [];
  return (
    <>
      {entries.length > 0 ? (
        <section className={classes.section} data-testid="my-invitations">
          <Title order={2}>{t("joining.mine.title")}</Title>
          <div className={classes.cards}>
            {entries.map((each) => (
              <Entry key={each.id} entry={each} />
            ))}
          </div>
        </section>
      ) : null}
      {asked.length > 0 ? (
        <section className={classes.section}>
          <Title order={2}>{t("joining.mine.requests")}</Title>
          <ul className={classes.list}>
            {asked.map((each) => (
              <RequestItem key={each.id} request={each} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Entry({ entry }: { entry: ExpectedForMe }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const accept = useMutation({
    mutationFn: () => acceptExpected(entry.id),
    onSuccess: async (joined) => {
      await refreshMine(queryClient);
      await navigate({ to: "/o/$organization/people", params: { organization: joined.organization } });
    },
  });
  const decline = useMutation({
    mutationFn: () => declineExpected(entry.id),
    onSuccess: () => refreshMine(queryClient),
  });
  const pending = accept.isPending || decline.isPending;
  return (
    <article className={classes.card} data-testid="my-invitation">
      <h3 className={classes.heading}>
        <bdi>{t("joining.join.invites", { organization: entry.organization.name })}</bdi>
      </h3>
      <dl className={classes.facts}>
        <dt>{t("joining.mine.who")}</dt>
        <dd>
          <bdi>{entry.entered_by || t("joining.mine.anAdministrator")}</bdi>, <Moment at={entry.entered_at} />
        </dd>
        <dt>{t("joining.mine.source")}</dt>
        <dd>
          <bdi>{entry.source_detail}</bdi>
        </dd>
        <dt>{t("joining.mine.what")}</dt>
        <dd>
          <ul className={classes.entered}>
            <li>{t("joining.mine.yourPhone")}</li>
            {entry.name ? <li>{t("joining.mine.yourName", { name: entry.name })}</li> : null}
            <li>{t("joining.mine.yourRole", { role: roleName(t, entry.role) })}</li>
            {entry.department ? (
              <li>{t("joining.mine.yourDepartment", { department: entry.department.name })}</li>
            ) : null}
          </ul>
        </dd>
      </dl>
      <HostFacts host={entry.organization} guest={entry.role === "guest"} />
      <ProblemNote error={accept.error ?? decline.error} />
      <Pair>
        <Button
          variant="default"
          disabled={pending}
          loading={decline.isPending}
          onClick={() => decline.mutate()}
          data-testid="decline"
        >
          {t("joining.mine.decline")}
        </Button>
        <Button disabled={pending} loading={accept.isPending} onClick={() => accept.mutate()} data-testid="accept">
          {t("joining.join.join")}
        </Button>
      </Pair>
      <p className={classes.lead}>{t("joining.mine.declineWhy")}</p>
    </article>
  );
}
