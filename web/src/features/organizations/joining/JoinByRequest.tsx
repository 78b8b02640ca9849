import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { LinkButton, Note, ProblemNote } from "@/ui";
import { DoorClosed, DoorLoading, JoinCard, MemberAlready, Pair, SignInFirst } from "./JoinCard";
import { askToJoin, doorQuery, type JoinDoor, refreshMine, withdrawRequest } from "./queries";

export function JoinByRequest({ organization }: { organization: string }) {
  const door = useQuery(doorQuery(organization));
  if (door.data) return <Door door={door.data} />;
  if (door.isError) return <DoorClosed error={door.error} onRetry={() => door.refetch()} />;
  return <DoorLoading />;
}

function Door({ door }: { door: JoinDoor }) {
  const { t } = useTranslation();
  const person = usePerson();
  const queryClient = useQueryClient();
  const [message, setMessage] = useState("");
  const { organization: host, request } = door;
  const again = () =>
    Promise.all([queryClient.invalidateQueries(doorQuery(host.id)), refreshMine(queryClient)]).then(() => undefined);
  const ask = useMutation({ mutationFn: () => askToJoin(host.id, message), onSuccess: again });
  const withdraw = useMutation({ mutationFn: (id: string) => withdrawRequest(id), onSuccess: again });
  const waits = request?.state === "pending";
  return (
    <JoinCard
      host={host}
      title={t("joining.ask.title", { organization: host.name })}
      lead={door.is_member ? null : t("joining.ask.lead")}
    >
      {door.is_member ? <MemberAlready organization={host.id} /> : null}
      {!door.is_member && !person ? <SignInFirst path={`/join/${host.id}`} /> : null}
      {!door.is_member && person && waits ? (
        <>
          <Note title={t("joining.ask.waits")}>{request.message ? <p>{request.message}</p> : null}</Note>
          <ProblemNote error={withdraw.error} />
          <Button
            variant="default"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate(request.id)}
            data-testid="withdraw"
          >
            {t("joining.ask.withdraw")}
          </Button>
        </>
      ) : null}
      {!door.is_member && person && !waits ? (
        <>
          {request?.state === "declined" ? (
            <Note tone="warn" title={t("joining.ask.declined")}>
              <p>{request.reason}</p>
            </Note>
          ) : null}
          <TextInput
            label={t("joining.ask.message")}
            description={t("joining.ask.messageWhy")}
            value={message}
            maxLength={300}
            onChange={(event) => setMessage(event.currentTarget.value)}
            data-testid="message"
          />
          <ProblemNote error={ask.error} />
          <Pair>
            <LinkButton to="/organizations" variant="default" data-testid="not-now">
              {t("joining.join.notNow")}
            </LinkButton>
            <Button loading={ask.isPending} onClick={() => ask.mutate()} data-testid="ask">
              {t("joining.ask.ask")}
            </Button>
          </Pair>
        </>
      ) : null}
    </JoinCard>
  );
}
