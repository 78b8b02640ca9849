import { Tooltip } from "@mantine/core";
import { IconRouteAltLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import frame from "../../frame/frame.module.css";
import { useTransport } from "./transport";

/** Explains what one hears: sound and picture over TCP come late when something is lost. */
export function TcpBadge() {
  const { t } = useTranslation();
  const { room, state } = useCall();
  const transport = useTransport(room, state.phase === "live");
  if (transport !== "tcp") return null;
  return (
    <Tooltip label={t("call.tcpText")} multiline w={260}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation is reached by keyboard too */}
      <span className={frame.badge} tabIndex={0} data-testid="tcp">
        <IconRouteAltLeft size={18} stroke={1.5} aria-hidden />
        {t("call.tcp")}
      </span>
    </Tooltip>
  );
}
