import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import classes from "../../frame/frame.module.css";

export function ReconnectingNotice() {
  const { t } = useTranslation();
  const { state } = useCall();
  if (state.phase === "live") return null;
  if (state.blocked) {
    return (
      <div className={classes.notice} role="alert" data-testid="blocked">
        <Loader size={18} />
        <span>
          <strong>{t("call.blocked")}</strong> {t("call.blockedText")}
        </span>
      </div>
    );
  }
  if (state.phase === "connecting") return null;
  return (
    <div className={classes.notice} role="status" data-testid="reconnecting">
      <Loader size={18} />
      <span>
        <strong>{t("call.reconnecting")}</strong> {t("call.reconnectingText")}
      </span>
    </div>
  );
}
