import { IconCrown, IconShield } from "@tabler/icons-react";
import type { Participant } from "livekit-client";
import { useTranslation } from "react-i18next";
import { roleOf } from "../../frame/roomState";
import { useParticipantChanges } from "../../stage/useParticipantChanges";

/** Who leads, by the server's word: no name can imitate it. */
export function RoleMark({ participant }: { participant: Participant }) {
  const { t } = useTranslation();
  useParticipantChanges(participant);
  const role = roleOf(participant);
  if (role === "host") return <IconCrown size={18} stroke={1.5} role="img" aria-label={t("hosting.roleHost")} />;
  if (role === "cohost") return <IconShield size={18} stroke={1.5} role="img" aria-label={t("hosting.roleCohost")} />;
  return null;
}
