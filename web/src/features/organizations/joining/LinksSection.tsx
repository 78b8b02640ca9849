import { ActionIcon, Button, Skeleton, Title, Tooltip } from "@mantine/core";
import { IconLink, IconTrash } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyLink, Failed, Moment, ProblemNote, StatePage, UndoToast } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { roleName } from "../roles";
import classes from "./joining.module.css";
import { type Invitation, invitationsQuery, restoreInvitation, revokeInvitation } from "./queries";

export function LinksSection() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const links = useInfiniteQuery(invitationsQuery(organization.id));
  const [revoked, setRevoked] = useState<string | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: invitationsQuery(organization.id).queryKey });
  const revoke = useMutation({
    mutationFn: (id: string) => revokeInvitation(organization.id, id),
    onSuccess: async (invitation) => {
      setRevoked(invitation.id);
      await again();
    },
  });
  const restore = useMutation({
    mutationFn: (id: string) => restoreInvitation(organization.id, id),
    onSuccess: async () => {
      setRevoked(null);
      await again();
    },
  });
  const items = links.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={classes.section}>
      <Title order={2}>{t("joining.links.title")}</Title>
      <ProblemNote error={revoke.error ?? restore.error} />
      {links.isPending ? <Skeleton height={136} aria-busy /> : null}
      {links.isError && !links.data ? <Failed error={links.error} onRetry={() => links.refetch()} /> : null}
      {links.data && items.length === 0 ? (
        <StatePage scale="block" icon={<IconLink size={28} stroke={1.5} />} title={t("joining.links.empty")}>
          <p>{t("joining.links.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ul className={classes.list} aria-label={t("joining.links.title")}>
          {items.map((each) => (
            <LinkRow key={each.id} invitation={each} onRevoke={() => revoke.mutate(each.id)} />
          ))}
        </ul>
      ) : null}
      {links.hasNextPage ? (
        <Button variant="default" loading={links.isFetchingNextPage} onClick={() => links.fetchNextPage()}>
          {t("joining.more")}
        </Button>
      ) : null}
      {revoked ? (
        <UndoToast
          text={t("joining.links.revoked")}
          onUndo={() => restore.mutate(revoked)}
          onGone={() => setRevoked(null)}
        />
      ) : null}
    </section>
  );
}

function LinkRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { t } = useTranslation();
  const { state } = invitation;
  const open = state === "open";
  const states = {
    open: t("joining.links.state.open"),
    spent: t("joining.links.state.spent"),
    expired: t("joining.links.state.expired"),
    revoked: t("joining.links.state.revoked"),
  };
  return (
    <li className={classes.row} data-testid="invitation">
      <div className={classes.main}>
        <span className={classes.title}>
          {roleName(t, invitation.role)}
          {invitation.department ? <bdi> · {invitation.department.name}</bdi> : null}
        </span>
        <span className={classes.sub}>
          <span>{t("joining.links.used", { uses: invitation.uses, count: invitation.maximum_uses })}</span>
          <span>
            {open ? t("joining.links.until") : t("joining.links.ended")} <Moment at={invitation.expires_at} />
          </span>
          {invitation.created_by ? <bdi>{t("joining.links.by", { name: invitation.created_by })}</bdi> : null}
        </span>
      </div>
      <span className={`${classes.badge} ${open ? classes.open : ""}`}>{states[state]}</span>
      {open ? (
        <span className={classes.tools}>
          <CopyLink link={invitation.link} compact />
          <Tooltip label={t("joining.links.revoke")}>
            <ActionIcon
              variant="subtle"
              color="heron"
              size={40}
              onClick={onRevoke}
              aria-label={t("joining.links.revoke")}
              data-testid="revoke"
            >
              <IconTrash size={20} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </span>
      ) : null}
    </li>
  );
}
