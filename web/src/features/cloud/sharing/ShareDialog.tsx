import { Modal, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Note, ProblemNote, UndoToast, useReturnedFocus } from "@/ui";
import { nodeQuery } from "../queries";
import { Finder } from "./Finder";
import { Links } from "./Links";
import { changeRole, type Reason, share, sharesQuery, withdrawShare } from "./queries";
import { Reasons } from "./Reasons";
import classes from "./sharing.module.css";

interface Props {
  node: string;
  /** Where it is known already. */
  name?: string;
  onClose: () => void;
}

export function ShareDialog({ node, name, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const client = useQueryClient();
  const about = useQuery(nodeQuery(node));
  const shares = useQuery(sharesQuery(node));
  const [withdrawn, setWithdrawn] = useState<Reason | null>(null);
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => client.invalidateQueries({ queryKey: ["cloud"] }),
  });
  const items = shares.data?.items ?? [];
  const manages = shares.data?.manages ?? false;
  const here = new Set(items.flatMap((each) => (each.why !== "inherited" && each.subject.id ? [each.subject.id] : [])));

  const withdraw = (reason: Reason) => {
    const id = reason.share;
    if (!id) return;
    act.mutate(async () => {
      await withdrawShare(id);
      setWithdrawn(reason);
    });
  };
  const giveBack = ({ subject: { kind, id }, role, expires_at }: Reason) => {
    setWithdrawn(null);
    if (!id || kind === "administrators") return;
    act.mutate(() => share(node, { kind, id, role, expires_at }));
  };
  return (
    <>
      <Modal
        opened
        onClose={onClose}
        title={t("sharing.title", { name: name ?? about.data?.name ?? "" })}
        size="lg"
        closeButtonProps={{ "aria-label": t("common.close") }}
        data-testid="share-dialog"
      >
        <div className={classes.dialog}>
          {shares.isPending ? <Skeleton height={140} aria-busy /> : null}
          {shares.isError && !shares.data ? <Failed error={shares.error} onRetry={() => shares.refetch()} /> : null}
          {manages ? (
            <Finder
              without={here}
              onChoose={({ kind, id }, role) =>
                act.mutate(() => share(node, kind === "phone" ? { kind, phone: id, role } : { kind, id, role }))
              }
            />
          ) : null}
          <ProblemNote error={act.error} />
          {shares.data ? (
            <section>
              <h3>{t("sharing.access")}</h3>
              <Reasons
                items={items}
                onRole={
                  manages
                    ? ({ share: id }, role) => act.mutate(async () => (id ? changeRole(id, role) : undefined))
                    : undefined
                }
                onWithdraw={manages ? withdraw : undefined}
              />
            </section>
          ) : null}
          {manages && shares.data?.may_share_outside ? (
            <Links node={node} isFolder={about.data?.is_folder ?? false} />
          ) : null}
          {manages && !shares.data?.may_share_outside ? <Note>{t("sharing.rule")}</Note> : null}
          {shares.data ? <p className={classes.why}>{manages ? t("sharing.privacy") : t("sharing.reader")}</p> : null}
        </div>
      </Modal>
      {withdrawn?.subject.id ? (
        <UndoToast
          text={t("sharing.withdrawn", { name: withdrawn.subject.name })}
          onUndo={() => giveBack(withdrawn)}
          onGone={() => setWithdrawn(null)}
        />
      ) : null}
    </>
  );
}
