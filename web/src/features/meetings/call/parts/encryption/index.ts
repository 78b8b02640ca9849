import type { CallPart } from "../../frame/part";
import { EncryptedBadge } from "./EncryptedBadge";
import { KeyNotice } from "./KeyNotice";
import { OpenMark } from "./OpenMark";

export const encryption: CallPart = { badges: [EncryptedBadge], notices: [KeyNotice], tileMarks: [OpenMark] };
