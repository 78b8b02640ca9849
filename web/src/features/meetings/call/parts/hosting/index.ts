import {
  IconAdjustments,
  IconCircleX,
  IconLink,
  IconLock,
  IconLockOpen,
  IconMicrophoneOff,
  IconSitemap,
  IconUsers,
} from "@tabler/icons-react";
import { isProblem } from "@/api";
import { copyText } from "@/ui";
import type { Call } from "../../frame/CallContext";
import type { CallPart } from "../../frame/part";
import { hosts } from "../../frame/roomState";
import { useHeadcount } from "../../useMembers";
import { BreakoutNotice } from "./BreakoutNotice";
import { BREAKOUTS, BreakoutsDialog } from "./BreakoutsDialog";
import { EndDialog } from "./EndDialog";
import { LockedMark } from "./marks";
import { HostsWord, KnockWatch, SilencedWatch } from "./notices";
import { PeoplePanel } from "./PeoplePanel";
import { RoleMark } from "./RoleMark";
import { RULES, RulesDialog } from "./RulesDialog";
import { muteAll, setRules } from "./requests";

export const hosting: CallPart = {
  commands: [
    {
      id: "copy-link",
      label: ({ t }) => t("common.copyLink"),
      icon: () => IconLink,
      place: "bar",
      order: 80,
      run: async ({ link, toast, t }) => {
        if (await copyText(link)) toast({ id: "copied", text: t("common.copied") });
      },
    },
    {
      id: "rules",
      label: ({ t }) => t("hosting.rules"),
      icon: () => IconAdjustments,
      place: "more",
      order: 400,
      when: ({ role }) => hosts(role),
      run: (call) => call.openDialog(RULES),
    },
    {
      id: "lock",
      label: ({ t, told }) => (told.locked ? t("hosting.unlock") : t("hosting.lock")),
      icon: ({ told }) => (told.locked ? IconLockOpen : IconLock),
      place: "more",
      order: 410,
      when: ({ role }) => hosts(role),
      run: (call) => said(call, setRules(call.code, { locked: !call.told.locked })),
    },
    {
      id: "mute-everybody",
      label: ({ t }) => t("hosting.muteAll"),
      icon: () => IconMicrophoneOff,

      place: "palette",
      order: 420,
      when: ({ role }) => hosts(role),
      run: (call) => said(call, muteAll(call.code, call.told.rules.unmute === "all")),
    },
    {
      id: "breakouts",
      label: ({ t }) => t("hosting.breakouts"),
      icon: () => IconSitemap,
      place: "more",
      order: 430,
      when: ({ role }) => hosts(role),
      run: (call) => call.openDialog(BREAKOUTS),
    },
    {
      id: "end-for-all",
      label: ({ t }) => t("call.endForAll"),
      icon: () => IconCircleX,
      place: "more",
      order: 990,
      tone: "danger",
      when: ({ role }) => role === "host",
      run: (call) => call.openDialog("end"),
    },
  ],
  panels: [
    {
      id: "people",
      title: ({ t }) => t("call.everybody"),
      icon: IconUsers,
      place: "bar",
      order: 70,
      keys: ["u"],
      useBadge: useHeadcount,
      Panel: PeoplePanel,
    },
  ],
  dialogs: [
    { id: "end", Dialog: EndDialog },
    { id: RULES, Dialog: RulesDialog },
    { id: BREAKOUTS, Dialog: BreakoutsDialog },
  ],
  notices: [KnockWatch, HostsWord, SilencedWatch, BreakoutNotice],
  badges: [LockedMark],
  tileMarks: [RoleMark],
};

/** What is refused is said in the server's words. */
const said = ({ t, toast }: Call, request: Promise<unknown>) =>
  request.catch((error) => toast({ id: "refused", text: isProblem(error) ? error.title : t("problem.failed") }));
