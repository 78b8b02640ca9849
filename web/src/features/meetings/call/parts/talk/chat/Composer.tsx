import { ActionIcon, NativeSelect, Textarea, Tooltip } from "@mantine/core";
import { IconPaperclip, IconSend } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { usePerson } from "@/features/accounts/session";
import { uuid } from "@/ui";
import { useCall } from "../../../frame/CallContext";
import { send } from "../../../frame/data";
import { nameOf, useMembers } from "../../../useMembers";
import classes from "./chat.module.css";
import { chatTopic, type FileCard, MAXIMUM_LENGTH } from "./message";
import { chatOf } from "./store";

const FilePicker = lazy(() => import("./FilePicker").then((module) => ({ default: module.FilePicker })));

/** `to`: the identity of the one it is for; empty: everybody. */
export function Composer({ to, onTo }: { to: string; onTo: (to: string) => void }) {
  const { t } = useTranslation();
  const { room, code } = useCall();
  const person = usePerson();
  const others = useMembers().filter((member) => !member.isLocal);
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const recipient = others.find((member) => member.identity === to);
  const gone = to !== "" && !recipient;
  const tooLong = text.length > MAXIMUM_LENGTH;

  const post = async (content: { text: string; file: FileCard | null }) => {
    const message = { id: uuid(), ...content, aside: to !== "" };
    const chat = chatOf(room);
    const me = room.localParticipant;
    const toName = recipient ? nameOf(recipient) : null;
    chat.add({ ...message, from: me.identity, name: nameOf(me), mine: true, at: Date.now(), toName });
    try {
      await send(room, chatTopic, message, to ? [to] : undefined);
      setTrouble(null);
      return true;
    } catch {
      // Nobody got it: it goes back into the field instead of standing there as if it were said.
      chat.remove(message.id);
      setTrouble(t("talk.notSent"));
      return false;
    }
  };

  const submit = async () => {
    const typed = text.trim();
    if (!typed || tooLong || gone) return;
    setText("");
    if (!(await post({ text: typed, file: null }))) setText((now) => now || typed);
  };

  const show = async (card: FileCard) => {
    setPicking(false);
    try {
      // An aside is nobody else's business: the meeting remembers what was shown to all.
      if (!to) {
        await unwrap(
          api.POST("/api/v1/meetings/{code}/files", { params: { path: { code } }, body: { node: card.node } }),
        );
      }
      await post({ text: "", file: card });
    } catch (error) {
      setTrouble(isProblem(error) ? error.title : t("talk.notSent"));
    }
  };

  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <NativeSelect
        size="sm"
        value={to}
        onChange={(event) => onTo(event.currentTarget.value)}
        aria-label={t("talk.to")}
        data={[
          { value: "", label: t("talk.everybody") },
          ...others.map((member) => ({ value: member.identity, label: t("talk.only", { name: nameOf(member) }) })),
          ...(gone ? [{ value: to, label: t("talk.gone") }] : []),
        ]}
        data-testid="chat-to"
      />
      <div className={classes.field}>
        <Textarea
          autosize
          minRows={1}
          maxRows={6}
          autoFocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter that ends the choice of a Chinese character sends nothing.
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void submit();
          }}
          placeholder={t("talk.write")}
          aria-label={t("talk.write")}
          error={
            tooLong
              ? t("talk.tooLong", { count: text.length - MAXIMUM_LENGTH })
              : (trouble ?? (gone ? t("talk.goneText") : undefined))
          }
          className={classes.input}
          data-testid="chat-text"
        />
        {person ? (
          <Tooltip label={t("talk.attach")}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={40}
              aria-label={t("talk.attach")}
              onClick={() => setPicking(true)}
              data-testid="chat-attach"
            >
              <IconPaperclip size={20} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        ) : null}
        <Tooltip label={t("talk.send")}>
          <ActionIcon
            type="submit"
            size={40}
            disabled={!text.trim() || tooLong || gone}
            aria-label={t("talk.send")}
            data-testid="chat-send"
          >
            <IconSend size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </div>
      {picking ? (
        <Suspense>
          <FilePicker onPick={(card) => void show(card)} onClose={() => setPicking(false)} />
        </Suspense>
      ) : null}
    </form>
  );
}
