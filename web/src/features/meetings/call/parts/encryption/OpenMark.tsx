import { IconLockOpen } from "@tabler/icons-react";
import type { Participant } from "livekit-client";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";

/** In an encrypted meeting: whoever sends what the server could read. */
export function OpenMark({ participant }: { participant: Participant }) {
  const { t } = useTranslation();
  const { connection } = useCall();
  if (!connection.encrypted || participant.isLocal) return null;
  const open = [...participant.trackPublications.values()].some((publication) => !publication.isEncrypted);
  return open ? <IconLockOpen size={20} stroke={1.5} role="img" aria-label={t("encryption.open")} /> : null;
}
