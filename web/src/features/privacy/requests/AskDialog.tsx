import { Button, Modal, NativeSelect, Radio, Stack, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { mineQuery } from "@/features/organizations/queries";
import { ProofProvider, shown, useProof } from "@/features/settings/security/Proof";
import { LinkButton, Note, ProblemNote, sentences, useReturnedFocus } from "@/ui";
import { consentsQuery, objectionsQuery } from "../mine/queries";
import { type Kind, kindName, myRequestsQuery, submit } from "./queries";
import classes from "./requests.module.css";

const KINDS: Kind[] = [
  "correction",
  "complaint",
  "objection",
  "restriction",
  "withdrawal",
  "copy",
  "transfer",
  "deletion",
  "deregistration",
];
/** What a room of its own does at once, for my own space. */
const BY_ITSELF: Partial<Record<Kind, string>> = {
  copy: "/privacy/mine/copy",
  transfer: "/privacy/mine/copy",
  deletion: "/privacy/mine/delete",
  deregistration: "/privacy/mine/delete",
};

/** What the dialog begins with. */
export interface Asked {
  kind?: Kind;
  text?: string;
}

export function AskDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  return (
    <ProofProvider>
      <Modal
        opened
        onClose={onClose}
        title={t("asking.dialog")}
        size="lg"
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <Form asked={asked} onClose={onClose} />
      </Modal>
    </ProofProvider>
  );
}

function Form({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t } = useTranslation();
  const withProof = useProof();
  const client = useQueryClient();
  const organizations = useQuery(mineQuery).data?.items ?? [];
  const [kind, setKind] = useState<Kind>(asked.kind ?? "correction");
  const [space, setSpace] = useState("");
  const [text, setText] = useState(asked.text ?? "");
  const send = useMutation({
    mutationFn: () => withProof(() => submit(kind, text, space || null)),
    onSuccess: async () => {
      await Promise.all(
        [myRequestsQuery, consentsQuery, objectionsQuery, { queryKey: ["privacy", "restriction"] }].map(
          ({ queryKey }) => client.invalidateQueries({ queryKey }),
        ),
      );
      onClose();
    },
  });
  const byItself = space === "" ? BY_ITSELF[kind] : undefined;
  const says = kind === "correction" || kind === "complaint";
  const wrong = isProblem(send.error) && send.error.facts.field === "text" ? send.error : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate();
      }}
    >
      <Stack gap="md">
        {organizations.length > 0 ? (
          <NativeSelect
            label={t("asking.space")}
            description={t("asking.spaceText")}
            value={space}
            onChange={(event) => setSpace(event.currentTarget.value)}
            data={[
              { value: "", label: t("asking.personal") },
              ...organizations.map((each) => ({ value: each.id, label: each.name })),
            ]}
          />
        ) : null}
        <Radio.Group label={t("asking.what")} value={kind} onChange={(value) => setKind(value as Kind)}>
          <div className={classes.kinds}>
            {KINDS.map((each) => (
              <Radio key={each} value={each} label={kindName(t, each)} data-testid={`kind-${each}`} />
            ))}
          </div>
        </Radio.Group>
        {byItself ? (
          <Note title={t("asking.byItself")}>
            <p>{t("asking.byItselfText")}</p>
            <LinkButton to={byItself as "/privacy"} variant="default" size="sm" mt={8}>
              {t("asking.there")}
            </LinkButton>
          </Note>
        ) : (
          <Textarea
            label={t("asking.text")}
            description={says ? t("asking.textNeeded") : t("asking.textOptional")}
            required={says}
            autosize
            minRows={4}
            maxRows={12}
            maxLength={2000}
            value={text}
            error={wrong ? sentences(wrong.title, wrong.detail) : null}
            onChange={(event) => setText(event.currentTarget.value)}
            data-testid="request-text"
          />
        )}
        <p className={classes.soft}>{t("asking.free")}</p>
        <ProblemNote error={wrong ? null : shown(send.error)} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            type="submit"
            loading={send.isPending}
            disabled={Boolean(byItself) || (says && !text.trim())}
            data-testid="send-request"
          >
            {t("asking.send")}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
