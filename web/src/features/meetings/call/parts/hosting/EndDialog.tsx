import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { endMeeting } from "../../../queries";
import { useCall } from "../../frame/CallContext";
import classes from "./hosting.module.css";

/** Ending for everybody cannot be undone: one step to the menu, one to the question. */
export function EndDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { code, connection } = useCall();
  const end = useMutation({ mutationFn: () => endMeeting(code), onSuccess: () => connection.ended() });
  return (
    <Modal
      opened={opened}
      onClose={() => {
        end.reset();
        onClose();
      }}
      title={t("call.endTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <p className={classes.question}>{t("call.endText")}</p>
      <ProblemNote error={end.error} />
      <div className={classes.answers}>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button color="heron" loading={end.isPending} onClick={() => end.mutate()} data-testid="end-confirm">
          {t("call.endForAll")}
        </Button>
      </div>
    </Modal>
  );
}
