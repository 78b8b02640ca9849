import { Button } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { gap, LinkButton, Moment, ProblemNote, StatePage } from "@/ui";
import { roleName } from "../roles";
import { DoorClosed, DoorLoading, JoinCard, MemberAlready, Pair, SignInFirst } from "./JoinCard";
import { acceptInvitation, type Invited, invitedQuery, refreshMine } from "./queries";

export function JoinByLink({ code }: { code: string }) {
  const invited = useQuery(invitedQuery(code));
  if (invited.data) return <Invitation code={code} invited={invited.data} />;
  if (invited.isError) return <DoorClosed error={invited.error} onRetry={() => invited.refetch()} />;
  return <DoorLoading />;
}

function Invitation({ code, invited }: { code: string; invited: Invited }) {
  const { t } = useTranslation();
  const person = usePerson();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const host = invited.organization;
  const accept = useMutation({
    mutationFn: () => acceptInvitation(code),
    onSuccess: async (joined) => {
      await refreshMine(queryClient);
      await navigate({ to: "/o/$organization/people", params: { organization: joined.organization } });
    },
  });
  if (invited.state !== "open" && !invited.is_member) {
    const why = {
      spent: t("joining.join.spent"),
      expired: t("joining.join.expired"),
      revoked: t("joining.join.revoked"),
    };
    return (
      <StatePage
        icon={<IconLinkOff size={28} stroke={1.5} />}
        title={why[invited.state]}
        actions={<LinkButton to="/">{t("common.home")}</LinkButton>}
      >
        <p>{t("joining.join.askAgain", { organization: host.name })}</p>
      </StatePage>
    );
  }
  const role = roleName(t, invited.role);
  const department = invited.department?.name;
  return (
    <JoinCard
      host={host}
      title={t("joining.join.invites", { organization: host.name })}
      guest={invited.role === "guest"}
      lead={
        <>
          {department ? t("joining.join.asIn", { role, department }) : t("joining.join.as", { role })}
          {gap()}
          {t("joining.links.until")} <Moment at={invited.expires_at} />
        </>
      }
    >
      {invited.is_member ? <MemberAlready organization={host.id} /> : null}
      {!invited.is_member && !person ? <SignInFirst path={`/join/${code}`} /> : null}
      {!invited.is_member && person ? (
        <>
          <ProblemNote error={accept.error} />
          <Pair>
            <LinkButton to="/organizations" variant="default" data-testid="not-now">
              {t("joining.join.notNow")}
            </LinkButton>
            <Button loading={accept.isPending} onClick={() => accept.mutate()} data-testid="join-organization">
              {t("joining.join.join")}
            </Button>
          </Pair>
        </>
      ) : null}
    </JoinCard>
  );
}
