import { RoomAudioRenderer, RoomContext } from "@livekit/components-react";
import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts, useStage, useTitle } from "@/ui";
import { KeysDialog } from "@/ui/KeysDialog";
import type { CallConnection } from "./connection";
import { Announcer } from "./frame/Announcer";
import { Board } from "./frame/board";
import { type Call, CallContext } from "./frame/CallContext";
import { ControlBar } from "./frame/ControlBar";
import classes from "./frame/frame.module.css";
import { Notices } from "./frame/Notices";
import { PALETTE, Palette } from "./frame/Palette";
import { SidePanel } from "./frame/SidePanel";
import { useMyRole, useRoomState } from "./frame/useRoomState";
import { badges, commands, dialogs } from "./parts";
import { SharingBar } from "./stage/SharingBar";
import { Stage } from "./stage/Stage";
import { initialLayout, type Layout } from "./stage/views";
import { useStillness } from "./useStillness";

interface Props {
  connection: CallConnection;
  code: string;
  link: string;
  isHost: boolean;
}

export function CallRoom({ connection, code, link, isHost }: Props) {
  const { t } = useTranslation();
  const { room } = connection;
  const state = useSyncExternalStore(connection.subscribe, connection.snapshot);
  const role = useMyRole(room, isHost ? "host" : "participant");
  const told = useRoomState(room);
  const [board] = useState(() => new Board());
  const [panel, openPanel] = useState<string | null>(null);
  const [dialog, openDialog] = useState<string | null>(null);
  const [layout, setLayout] = useReducer(
    (current: Layout, change: Partial<Layout>) => ({ ...current, ...change }),
    initialLayout,
  );
  const [menu, setMenu] = useState(false);
  const still = useStillness() && !dialog && !menu;
  const { toast, announce } = board;
  const call: Call = {
    ...{ t, connection, room, state, code, link, role, told },
    ...{ layout, setLayout, panel, openPanel, dialog, openDialog, toast, announce },
  };
  useStage();
  useTitle(t("call.title"));
  useShortcuts(
    commands.flatMap((command) =>
      command.keys
        ? {
            keys: command.keys,
            label: command.keysLabel?.(call) ?? command.label(call),
            run: () => void command.run(call),
            when: () => command.when?.(call) ?? true,
          }
        : [],
    ),
  );
  const closeDialog = useCallback(() => openDialog(null), []);

  useEffect(() => {
    // The browser's back button leaves the page without asking: leave the meeting with it.
    return () => void connection.leave();
  }, [connection]);

  return (
    <RoomContext.Provider value={room}>
      <CallContext value={call}>
        <main className={classes.call} data-testid="call" data-phase={state.phase} data-still={still || undefined}>
          <h1 className={classes.hidden}>{t("call.title")}</h1>
          <div className={classes.middle}>
            <div className={classes.stage}>
              <SharingBar />
              <Stage />
              <div className={classes.badges}>
                {badges.map(({ id, Part: Badge }) => (
                  <Badge key={id} />
                ))}
              </div>
              <Notices board={board} />
            </div>
            <SidePanel />
          </div>
          <ControlBar menu={menu} onMenu={setMenu} />
          {dialogs.map(({ id, Dialog }) => (
            <Dialog key={id} opened={dialog === id} onClose={closeDialog} />
          ))}
          <Palette opened={dialog === PALETTE} onClose={closeDialog} />
        </main>
        <Announcer board={board} live={state.phase === "live"} />
        <RoomAudioRenderer />
        <KeysDialog />
      </CallContext>
    </RoomContext.Provider>
  );
}
