import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconSearch,
  IconSettings,
  IconVideo,
  IconVideoOff,
} from "@tabler/icons-react";
import type { CallPart } from "../../frame/part";
import { DevicesDialog } from "./DevicesDialog";
import { MutedSpeech } from "./MutedSpeech";
import { HearNotice, TroubleNotice } from "./notices";
import { PushToTalk } from "./PushToTalk";

export const inputs: CallPart = {
  commands: [
    {
      id: "mic-toggle",
      label: ({ t, state }) => (state.on.microphone ? t("devices.microphoneTurnOff") : t("devices.microphoneTurnOn")),
      keysLabel: ({ t }) => t("keys.microphone"),
      icon: ({ state }) => (state.on.microphone ? IconMicrophone : IconMicrophoneOff),
      keys: ["m", "mod+d"],
      place: "bar",
      order: 10,
      tone: "inverted",
      pressed: ({ state }) => state.on.microphone,
      run: ({ connection }) => connection.toggle("microphone"),
    },
    {
      id: "camera-toggle",
      label: ({ t, state }) => (state.on.camera ? t("devices.cameraTurnOff") : t("devices.cameraTurnOn")),
      keysLabel: ({ t }) => t("keys.camera"),
      icon: ({ state }) => (state.on.camera ? IconVideo : IconVideoOff),
      keys: ["v", "mod+e"],
      place: "bar",
      order: 20,
      tone: "inverted",
      pressed: ({ state }) => state.on.camera,
      run: ({ connection }) => connection.toggle("camera"),
    },
    {
      id: "palette",
      label: ({ t }) => t("call.palette"),
      icon: () => IconSearch,
      keys: ["mod+k"],
      place: "more",
      order: 910,
      run: (call) => call.openDialog("palette"),
    },
    {
      id: "devices",
      label: ({ t }) => t("devices.title"),
      icon: () => IconSettings,
      keys: [","],
      place: "more",
      order: 900,
      run: (call) => call.openDialog("devices"),
    },
    {
      id: "leave",
      label: ({ t }) => t("call.leave"),
      icon: () => IconPhoneOff,
      place: "bar",
      order: 1000,
      tone: "danger",
      run: ({ connection }) => connection.leave(),
    },
  ],
  dialogs: [{ id: "devices", Dialog: DevicesDialog }],
  notices: [HearNotice, TroubleNotice, PushToTalk, MutedSpeech],
};
