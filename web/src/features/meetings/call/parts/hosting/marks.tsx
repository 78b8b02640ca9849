import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../frame/CallContext";
import classes from "./hosting.module.css";

export function LockedMark() {
  const { t } = useTranslation();
  const { told } = useCall();
  if (!told.locked) return null;
  return (
    <span className={classes.badge} data-testid="locked">
      <IconLock size={18} stroke={1.5} aria-hidden />
      {t("hosting.locked")}
    </span>
  );
}
