import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../../frame/CallContext";
import { hosts } from "../../../frame/roomState";
import { ChatLine } from "./ChatLine";
import { Composer } from "./Composer";
import classes from "./chat.module.css";
import { chatOf } from "./store";

export function ChatPanel() {
  const { t } = useTranslation();
  const { room, told, role } = useCall();
  const chat = chatOf(room);
  const lines = useSyncExternalStore(chat.subscribe, chat.lines);
  const [to, setTo] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);

  useEffect(() => {
    chat.reading(true);
    return () => chat.reading(false);
  }, [chat]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the list, unless somebody reads further up
  useEffect(() => {
    if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);

  return (
    <div className={classes.chat}>
      <div
        ref={list}
        className={classes.lines}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard
        tabIndex={0}
        role="log"
        // The call's own announcer reads messages out, whatever panel is open.
        aria-live="off"
        aria-label={t("talk.chat")}
        onScroll={({ currentTarget: at }) => {
          atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < 40;
        }}
        data-testid="chat-lines"
      >
        <p className={classes.hint}>{t("talk.notStored")}</p>
        {lines.map((line, index) => (
          <ChatLine
            key={`${line.from} ${line.id}`}
            line={line}
            follows={lines[index - 1]}
            onAnswer={line.mine ? undefined : () => setTo(line.from)}
          />
        ))}
      </div>
      {told.rules.chat === "all" || hosts(role) ? (
        <Composer to={to} onTo={setTo} />
      ) : (
        <p className={classes.closed}>{t("talk.chatClosed")}</p>
      )}
    </div>
  );
}
