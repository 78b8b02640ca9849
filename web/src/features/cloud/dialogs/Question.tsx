import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ProblemNote, useReturnedFocus } from "@/ui";
import classes from "./dialogs.module.css";

interface Props {
  title: string;
  text: string;
  confirm: string;
  destructive?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asked once, naming the thing. */
export function Question({ title, text, confirm, destructive = false, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const act = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <div className={classes.form}>
        <p className={classes.text}>{text}</p>
        <ProblemNote error={act.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            color={destructive ? "heron" : undefined}
            loading={act.isPending}
            onClick={() => act.mutate()}
            data-testid="confirm"
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
