import { Button, Skeleton } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar, CopyLink, Failed, LinkButton, Moment, Note, PageHead, StatePage } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { AcceptDialog, DeclineDialog } from "./DecideDialogs";
import classes from "./joining.module.css";
import { type Pending, pendingQuery } from "./queries";

export function RequestsPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const pending = useInfiniteQuery(pendingQuery(organization.id));
  const [deciding, setDeciding] = useState<{ request: Pending; yes: boolean } | null>(null);
  const items = pending.data?.pages.flatMap((page) => page.items) ?? [];
  const link = `${window.location.origin}/join/${organization.id}`;
  const open = organization.rules.accepts_requests;
  return (
    <>
      <PageHead title={t("organizations.tabs.requests")} actions={open ? <CopyLink link={link} /> : null}>
        {open ? t("joining.requests.lead") : null}
      </PageHead>
      {open ? null : (
        <Note title={t("joining.requests.closed")}>
          <p>{t("joining.requests.closedText")}</p>
          <LinkButton
            to="/o/$organization/settings"
            params={{ organization: organization.id }}
            variant="default"
            size="sm"
            mt={8}
          >
            {t("joining.requests.toRules")}
          </LinkButton>
        </Note>
      )}
      {pending.isPending ? <Skeleton height={136} aria-busy /> : null}
      {pending.isError && !pending.data ? <Failed error={pending.error} onRetry={() => pending.refetch()} /> : null}
      {pending.data && items.length === 0 && open ? (
        <StatePage scale="block" icon={<IconUserQuestion size={28} stroke={1.5} />} title={t("joining.requests.empty")}>
          <p>{t("joining.requests.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ul className={`${classes.list} ${classes.after}`} aria-label={t("organizations.tabs.requests")}>
          {items.map((each) => (
            <li key={each.id} className={classes.row} data-testid="request">
              <Avatar name={each.name} picture={null} size={40} />
              <div className={classes.main}>
                <span className={classes.title}>
                  <bdi>{each.name || t("organizations.nameless")}</bdi>
                </span>
                {each.message ? <bdi className={classes.message}>{each.message}</bdi> : null}
                <span className={classes.sub}>
                  {each.phone_hint ? <span>{each.phone_hint}</span> : null}
                  <Moment at={each.created_at} />
                </span>
              </div>
              <span className={classes.decide}>
                <Button
                  variant="default"
                  onClick={() => setDeciding({ request: each, yes: false })}
                  data-testid="decline-request"
                >
                  {t("joining.requests.decline")}
                </Button>
                <Button
                  variant="light"
                  onClick={() => setDeciding({ request: each, yes: true })}
                  data-testid="accept-request"
                >
                  {t("joining.requests.accept")}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {pending.hasNextPage ? (
        <Button variant="default" loading={pending.isFetchingNextPage} onClick={() => pending.fetchNextPage()}>
          {t("joining.more")}
        </Button>
      ) : null}
      {deciding?.yes ? <AcceptDialog request={deciding.request} onClose={() => setDeciding(null)} /> : null}
      {deciding && !deciding.yes ? (
        <DeclineDialog request={deciding.request} onClose={() => setDeciding(null)} />
      ) : null}
    </>
  );
}
