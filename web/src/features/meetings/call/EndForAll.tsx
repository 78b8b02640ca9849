import { ActionIcon, Button, Menu, Modal } from "@mantine/core";
import { IconChevronUp, IconCircleX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { endMeeting } from "../queries";
import classes from "./call.module.css";

interface Props {
  code: string;
  opened: boolean;
  onOpened: (opened: boolean) => void;
  onEnded: () => void;
}

/** Ending for everybody cannot be undone: one step to the menu, one to the question. */
export function EndForAll({ code, opened, onOpened, onEnded }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const end = useMutation({ mutationFn: () => endMeeting(code), onSuccess: onEnded });
  const ask = (question: boolean) => {
    setAsking(question);
    onOpened(question);
    end.reset();
  };
  return (
    <>
      <Menu position="top-end" opened={opened && !asking} onChange={onOpened}>
        <Menu.Target>
          <ActionIcon
            className={classes.button}
            variant="transparent"
            size={48}
            radius="xl"
            aria-label={t("call.more")}
            title={t("call.more")}
            data-testid="host-menu"
          >
            <IconChevronUp size={24} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            className={classes.grave}
            leftSection={<IconCircleX size={20} stroke={1.5} />}
            onClick={() => ask(true)}
            data-testid="end-for-all"
          >
            {t("call.endForAll")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking}
        onClose={() => ask(false)}
        title={t("call.endTitle")}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <p className={classes.question}>{t("call.endText")}</p>
        <ProblemNote error={end.error} />
        <div className={classes.answers}>
          <Button variant="default" onClick={() => ask(false)}>
            {t("common.cancel")}
          </Button>
          <Button color="heron" loading={end.isPending} onClick={() => end.mutate()} data-testid="end-confirm">
            {t("call.endForAll")}
          </Button>
        </div>
      </Modal>
    </>
  );
}
