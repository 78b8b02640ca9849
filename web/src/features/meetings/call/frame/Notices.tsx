import { Button, CloseButton } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { notices } from "../parts";
import type { Board, Shown } from "./board";
import classes from "./frame.module.css";

/** Long enough to be read twice. */
const SHOWN_FOR = 6000;

/** What needs saying over the stage: banners that stay with their cause, toasts that go by themselves. */
export function Notices({ board }: { board: Board }) {
  const toasts = useSyncExternalStore(board.subscribe, board.toasts);
  return (
    <div className={classes.notices}>
      {notices.map(({ id, Part: Notice }) => (
        <Notice key={id} />
      ))}
      <div className={classes.toasts}>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onGone={() => board.remove(toast.id)} />
        ))}
      </div>
    </div>
  );
}

function ToastCard({ toast, onGone }: { toast: Shown; onGone: () => void }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a toast that took another's place has its own time
  useEffect(() => {
    if (held || toast.stays) return;
    const timer = setTimeout(onGone, SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [held, toast]);
  const { action } = toast;
  return (
    <div
      role="status"
      className={classes.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      data-testid="toast"
    >
      <span>{toast.text}</span>
      {action ? (
        <Button
          variant="subtle"
          size="compact-md"
          onClick={() => {
            onGone();
            action.run();
          }}
          data-testid="toast-action"
        >
          {action.label}
        </Button>
      ) : null}
      <CloseButton onClick={onGone} aria-label={t("common.close")} />
    </div>
  );
}
