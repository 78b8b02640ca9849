import type { CallPart } from "../../frame/part";
import { ReconnectingNotice } from "./ReconnectingNotice";
import { TcpBadge } from "./TcpBadge";
import { WeakWatch } from "./WeakWatch";

export const network: CallPart = { notices: [ReconnectingNotice, WeakWatch], badges: [TcpBadge] };
