import {
  IconHandOff,
  IconHandStop,
  IconListCheck,
  IconMessageCircle,
  IconMoodPlus,
  IconStopwatch,
} from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { isProblem } from "@/api";
import { useCall } from "../../frame/CallContext";
import type { CallPart } from "../../frame/part";
import { hosts } from "../../frame/roomState";
import { ChatPanel } from "./chat/ChatPanel";
import { ChatWatcher } from "./chat/ChatWatcher";
import { chatOf } from "./chat/store";
import { HandMark, HandsBadge, HandsWatcher } from "./hands/Hands";
import { raise, raisedAt, useHands } from "./hands/hands";
import { PollsPanel } from "./polls/PollsPanel";
import { PollsWatcher, useWaitingPolls } from "./polls/PollsWatcher";
import { Reactions } from "./reactions/Reactions";
import { trayOf } from "./reactions/reactions";
import { TimerBadge, TimerDialog } from "./timer/Timer";

function useUnread(): number {
  const chat = chatOf(useCall().room);
  return useSyncExternalStore(chat.subscribe, chat.unread);
}

export const talk: CallPart = {
  commands: [
    {
      id: "hand",
      label: ({ t, room }) => t(raisedAt(room.localParticipant) === null ? "talk.raise" : "talk.lower"),
      keysLabel: ({ t }) => t("talk.raise"),
      icon: ({ room }) => (raisedAt(room.localParticipant) === null ? IconHandStop : IconHandOff),
      keys: ["h"],
      place: "bar",
      order: 50,
      // Counted on the button, which is drawn anew with each hand, one's own too.
      useBadge: () => useHands().length,
      pressed: ({ room }) => raisedAt(room.localParticipant) !== null,
      run: ({ code, room, toast, t }) =>
        raise(code, raisedAt(room.localParticipant) === null).catch((error) =>
          toast({ id: "hand", text: isProblem(error) ? error.title : t("problem.failed") }),
        ),
    },
    {
      id: "reactions",
      label: ({ t }) => t("talk.react"),
      icon: () => IconMoodPlus,
      keys: ["e"],
      place: "bar",
      order: 60,
      run: ({ room }) => {
        const tray = trayOf(room);
        tray.set(!tray.isOpen());
      },
    },
    {
      id: "timer",
      label: ({ t }) => t("talk.timer.title"),
      icon: () => IconStopwatch,
      place: "more",
      order: 310,
      when: ({ role }) => hosts(role),
      run: (call) => call.openDialog("timer"),
    },
  ],
  panels: [
    {
      id: "chat",
      title: ({ t }) => t("talk.chat"),
      icon: IconMessageCircle,
      keys: ["c"],
      place: "bar",
      order: 40,
      useBadge: useUnread,
      Panel: ChatPanel,
    },
    {
      id: "polls",
      title: ({ t }) => t("talk.polls.title"),
      icon: IconListCheck,
      place: "more",
      order: 300,
      useBadge: useWaitingPolls,
      Panel: PollsPanel,
    },
  ],
  dialogs: [{ id: "timer", Dialog: TimerDialog }],
  notices: [ChatWatcher, HandsWatcher, PollsWatcher, Reactions],
  badges: [HandsBadge, TimerBadge],
  tileMarks: [HandMark],
};
