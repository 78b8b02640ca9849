import type { TFunction } from "i18next";
import type { Room } from "livekit-client";
import { createContext, useContext } from "react";
import type { CallConnection, CallState } from "../connection";
import type { Layout } from "../stage/views";
import type { Toast } from "./board";
import type { Role, RoomState } from "./roomState";

/** The call as its page's parts see it. */
export interface Call {
  t: TFunction;
  connection: CallConnection;
  room: Room;
  state: CallState;
  /** The meeting's code, as in its address and in the API's paths. */
  code: string;
  link: string;
  role: Role;
  /** What the server tells everybody in the room. */
  told: RoomState;
  /** The id of the panel beside the stage. */
  panel: string | null;
  openPanel: (id: string | null) => void;
  /** What is large, and where oneself is. */
  layout: Layout;
  setLayout: (change: Partial<Layout>) => void;
  dialog: string | null;
  openDialog: (id: string | null) => void;
  /** A sentence that goes by itself, read aloud as well. */
  toast: (toast: Toast) => void;
  /** For ears only. */
  announce: (sentence: string) => void;
}

export const CallContext = createContext<Call | null>(null);

/** Raises outside of a call. */
export function useCall(): Call {
  const call = useContext(CallContext);
  if (!call) throw new Error("there is no call here");
  return call;
}
