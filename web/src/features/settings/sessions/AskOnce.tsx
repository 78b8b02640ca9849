import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import classes from "./sessions.module.css";

interface Props {
  /** What is about to happen, naming the thing; null while nothing is asked. */
  question: { title: string; text: string; action: string } | null;
  pending: boolean;
  error: unknown;
  onYes: () => void;
  onNo: () => void;
}

/** For what cannot be undone: one question. */
export function AskOnce({ question, pending, error, onYes, onNo }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={question !== null}
      onClose={onNo}
      title={question?.title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className={classes.dialog}>
        <p>{question?.text}</p>
        <ProblemNote error={error} />
        <div className={classes.answers}>
          <Button variant="default" onClick={onNo}>
            {t("common.cancel")}
          </Button>
          <Button color="heron" loading={pending} onClick={onYes} data-testid="ask-yes">
            {question?.action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
