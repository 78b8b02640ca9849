import { RoomAudioRenderer, RoomContext } from "@livekit/components-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts, useStage, useTitle } from "@/ui";
import { KeysDialog } from "@/ui/KeysDialog";
import { Announcer } from "./Announcer";
import { ControlBar } from "./ControlBar";
import classes from "./call.module.css";
import type { CallConnection } from "./connection";
import { Notices } from "./Notices";
import { Stage } from "./Stage";
import { useStillness } from "./useStillness";

interface Props {
  connection: CallConnection;
  code: string;
  link: string;
  isHost: boolean;
}

export function CallRoom({ connection, code, link, isHost }: Props) {
  const { t } = useTranslation();
  const state = useSyncExternalStore(connection.subscribe, connection.snapshot);
  const [busy, setBusy] = useState(false);
  const still = useStillness() && !busy;
  useStage();
  useTitle(t("call.title"));
  useShortcuts([
    { keys: ["m", "mod+d"], label: t("keys.microphone"), run: () => void connection.toggle("microphone") },
    { keys: ["v", "mod+e"], label: t("keys.camera"), run: () => void connection.toggle("camera") },
  ]);

  useEffect(() => {
    // The browser's back button leaves the page without asking: leave the meeting with it.
    return () => void connection.leave();
  }, [connection]);

  return (
    <RoomContext.Provider value={connection.room}>
      <main className={classes.call} data-testid="call" data-phase={state.phase} data-still={still || undefined}>
        <h1 className={classes.hidden}>{t("call.title")}</h1>
        <Stage phase={state.phase} />
        <Notices connection={connection} state={state} />
        <ControlBar connection={connection} state={state} code={code} link={link} isHost={isHost} onBusy={setBusy} />
      </main>
      <Announcer live={state.phase === "live"} />
      <RoomAudioRenderer />
      <KeysDialog />
    </RoomContext.Provider>
  );
}
