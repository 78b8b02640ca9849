import { useCall } from "../../../frame/CallContext";
import { useTopic } from "../../../frame/data";
import { nameOf } from "../../../useMembers";
import { chatTopic } from "./message";
import { chatOf } from "./store";

const SHOWN_IN_TOAST = 120;

/** Takes what is written into the call's memory, and says that something was, while the panel is closed. */
export function ChatWatcher() {
  const { room, t, panel, openPanel, toast, announce } = useCall();
  useTopic(chatTopic, (message, from) => {
    if (!from) return;
    const name = nameOf(from);
    chatOf(room).add({ ...message, from: from.identity, name, mine: false, at: Date.now(), toName: null });
    const said = message.file ? t("talk.fileOf", { name: message.file.name }) : message.text;
    const sentence = t(message.aside ? "talk.saidToYou" : "talk.said", { name, text: said.slice(0, SHOWN_IN_TOAST) });
    announce(sentence);
    if (panel !== "chat") {
      toast({ id: "chat", text: sentence, action: { label: t("talk.open"), run: () => openPanel("chat") } });
    }
  });
  return null;
}
