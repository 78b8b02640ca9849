import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useCall } from "../../../frame/CallContext";
import { useTopic } from "../../../frame/data";
import { pollsQuery, pollsTopic } from "./polls";

/** Asks for the polls when something changed, and tells of a new one. */
export function PollsWatcher() {
  const { code, t, panel, openPanel, toast, announce, state } = useCall();
  const client = useQueryClient();
  const live = state.phase === "live";
  const polls = useQuery({ ...pollsQuery(code), enabled: live });
  const known = useRef<Set<string> | null>(null);
  useTopic(pollsTopic, (_, from) => {
    if (!from) void client.invalidateQueries({ queryKey: pollsQuery(code).queryKey });
  });
  // What changed while there was no connection was told to nobody.
  useEffect(() => {
    if (live) void client.invalidateQueries({ queryKey: pollsQuery(code).queryKey });
  }, [live, client, code]);
  useEffect(() => {
    if (!polls.data) return;
    const open = polls.data.items.filter((poll) => !poll.closed_at);
    for (const poll of open) {
      if (!known.current || known.current.has(poll.id) || polls.data.i_lead) continue;
      const text = t("talk.polls.new", { question: poll.question });
      announce(text);
      if (panel !== "polls")
        toast({ id: "poll", text, action: { label: t("talk.polls.vote"), run: () => openPanel("polls") } });
    }
    known.current = new Set(polls.data.items.map((poll) => poll.id));
  }, [polls.data, announce, openPanel, panel, t, toast]);
  return null;
}

/** Open ones in which I have not voted. */
export function useWaitingPolls(): number {
  const { code } = useCall();
  const polls = useQuery({ ...pollsQuery(code), enabled: false });
  return polls.data?.items.filter((poll) => !poll.closed_at && !poll.voted).length ?? 0;
}
