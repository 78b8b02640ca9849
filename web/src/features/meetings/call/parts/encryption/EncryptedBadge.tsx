import { Tooltip } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import frame from "../../frame/frame.module.css";

export function EncryptedBadge() {
  const { t } = useTranslation();
  if (!useCall().connection.encrypted) return null;
  return (
    <Tooltip label={t("encryption.badgeText")} multiline w={280}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation is reached by keyboard too */}
      <span className={frame.badge} tabIndex={0} data-testid="encrypted">
        <IconLock size={18} stroke={1.5} aria-hidden />
        {t("encryption.title")}
      </span>
    </Tooltip>
  );
}
