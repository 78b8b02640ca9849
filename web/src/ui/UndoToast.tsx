import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./toast.module.css";

/** Long enough to read it and to change one's mind. */
const SHOWN_FOR = 8000;

interface Props {
  text: string;
  /** Null: it was no loss, so there is nothing to take back. */
  onUndo: (() => void) | null;
  onGone: () => void;
}

/** What was just done, and the way back; it waits while somebody is at it. */
export function UndoToast({ text, onUndo, onGone }: Props) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onGone, SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [held, onGone]);
  return (
    <div
      role="status"
      className={classes.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{text}</span>
      {onUndo ? (
        <Button variant="subtle" size="sm" onClick={onUndo} data-testid="undo">
          {t("common.undo")}
        </Button>
      ) : null}
    </div>
  );
}
