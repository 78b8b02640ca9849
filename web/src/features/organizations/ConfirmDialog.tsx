import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote, useReturnedFocus } from "@/ui";
import classes from "./organizations.module.css";

interface Props {
  title: string;
  children: ReactNode;
  confirm: string;
  /** Where something must be typed or chosen first. */
  ready?: boolean;
  /** Whether something is lost by it. */
  destructive?: boolean;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asked once, for what cannot be undone, naming the thing. */
export function ConfirmDialog(props: Props) {
  const { title, children, confirm, ready = true, destructive = true, pending, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  useReturnedFocus();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <div className={classes.form}>
        {children}
        <ProblemNote error={error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            color={destructive ? "heron" : undefined}
            loading={pending}
            disabled={!ready}
            onClick={onConfirm}
            data-testid="confirm"
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
