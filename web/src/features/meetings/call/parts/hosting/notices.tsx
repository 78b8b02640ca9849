import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import { type Topic, useTopic } from "../../frame/data";
import { hosts } from "../../frame/roomState";
import { lobbyQueue } from "./requests";

/** Says once that somebody new waits; the queue itself stands in the people panel. */
export function KnockWatch() {
  const { role } = useCall();
  return hosts(role) ? <Knocks /> : null;
}

function Knocks() {
  const { t } = useTranslation();
  const { code, panel, openPanel, toast } = useCall();
  const { data } = useQuery(lobbyQueue(code));
  const known = useRef(new Set<string>());
  useEffect(() => {
    if (!data) return;
    const fresh = data.waiting.filter(({ id }) => !known.current.has(id));
    known.current = new Set(data.waiting.map(({ id }) => id));
    const [first] = fresh;
    if (!first || panel === "people") return;
    toast({
      id: "knock",
      text:
        data.total === 1
          ? t("hosting.knock", { name: first.nickname })
          : t("hosting.waitingCount", { count: data.total }),
      action: { label: t("hosting.see"), run: () => openPanel("people") },
    });
  }, [data, panel, openPanel, toast, t]);
  return null;
}

interface Word {
  ask?: unknown;
  broadcast?: unknown;
}

const word: Topic<Word> = {
  name: "hosting",
  parse: (value) => (typeof value === "object" && value !== null ? value : null),
};

/**
 * What hosts say to this page: please unmute, which the person decides; or something to all rooms. Only the server's own
 * word counts, which has no sender.
 */
export function HostsWord() {
  const { t } = useTranslation();
  const { connection, toast } = useCall();
  useTopic(word, ({ ask, broadcast }, from) => {
    if (from !== null) return;
    if (typeof broadcast === "string") toast({ text: t("hosting.hostSays", { text: broadcast }), stays: true });
    if (ask !== "unmute") return;
    toast({
      id: "asked-to-unmute",
      text: t("hosting.asked"),
      stays: true,
      action: { label: t("devices.microphoneTurnOn"), run: () => void connection.inputs.switch("microphone", true) },
    });
  });
  return null;
}

/** What a host took away is said when it happens to what was on, and again when somebody tries. */
export function SilencedWatch() {
  const { t } = useTranslation();
  const { connection, toast } = useCall();
  useEffect(() => {
    connection.inputs.refused = (input) =>
      toast({ id: "silenced", text: input === "microphone" ? t("hosting.mayNotSpeak") : t("hosting.mayNotSend") });
    return () => {
      connection.inputs.refused = null;
    };
  }, [connection, toast, t]);
  return null;
}
