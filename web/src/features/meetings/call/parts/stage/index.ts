import {
  IconBoxAlignBottomRight,
  IconMaximize,
  IconMinimize,
  IconPictureInPicture,
  IconScreenShare,
  IconScreenShareOff,
  IconUserOff,
  IconUserScreen,
} from "@tabler/icons-react";
import type { CallPart } from "../../frame/part";
import { hosts } from "../../frame/roomState";
import { canShare } from "../../sharing/screenShare";
import { canFullScreen, FullScreenWatch, toggleFullScreen } from "./fullScreen";
import { canPip, openPip, PipWindow } from "./Pip";
import { ShareWatch } from "./ShareWatch";

export const stage: CallPart = {
  commands: [
    {
      id: "share-toggle",
      label: ({ t, state }) => (state.share ? t("call.shareStop") : t("call.shareStart")),
      keysLabel: ({ t }) => t("keys.share"),
      icon: ({ state }) => (state.share ? IconScreenShareOff : IconScreenShare),
      keys: ["s"],
      place: "bar",
      order: 30,
      when: ({ state, told, role }) =>
        canShare() && (state.share !== null || told.rules.share === "all" || hosts(role)),
      pressed: ({ state }) => state.share !== null,
      run: ({ connection, state }) => (state.share ? connection.share.stop() : connection.share.start()),
    },
    {
      id: "layout-speaker",
      label: ({ t }) => t("call.layoutSpeaker"),
      icon: () => IconUserScreen,
      keys: ["g"],
      place: "more",
      order: 100,
      pressed: ({ layout }) => layout.mode === "speaker",
      run: ({ layout, setLayout }) =>
        setLayout({ mode: layout.mode === "speaker" ? "gallery" : "speaker", pinned: null, page: 0 }),
    },
    {
      id: "self-corner",
      label: ({ t }) => t("call.selfCorner"),
      icon: () => IconBoxAlignBottomRight,
      place: "more",
      order: 110,
      pressed: ({ layout }) => layout.self === "corner",
      run: ({ layout, setLayout }) => setLayout({ self: layout.self === "corner" ? "tile" : "corner" }),
    },
    {
      id: "self-hidden",
      label: ({ t }) => t("call.selfHidden"),
      icon: () => IconUserOff,
      keys: ["y"],
      place: "more",
      order: 111,
      pressed: ({ layout }) => layout.self === "hidden",
      run: ({ layout, setLayout }) => setLayout({ self: layout.self === "hidden" ? "tile" : "hidden" }),
    },
    {
      id: "full-screen",
      label: ({ t, layout }) => (layout.fullScreen ? t("call.fullScreenEnd") : t("call.fullScreen")),
      keysLabel: ({ t }) => t("keys.fullScreen"),
      icon: ({ layout }) => (layout.fullScreen ? IconMinimize : IconMaximize),
      keys: ["f"],
      place: "more",
      order: 120,
      when: canFullScreen,
      run: toggleFullScreen,
    },
    {
      id: "pip",
      label: ({ t }) => t("call.pip"),
      icon: () => IconPictureInPicture,
      keys: ["p"],
      place: "more",
      order: 121,
      when: canPip,
      pressed: ({ layout }) => layout.pip !== null,
      run: async ({ layout, setLayout }) => (layout.pip ? layout.pip.close() : setLayout({ pip: await openPip() })),
    },
  ],
  notices: [ShareWatch, FullScreenWatch, PipWindow],
};
