import { Button, Modal } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import { copyText } from "@/ui/insecure";
import classes from "./security.module.css";

/** Recovery codes, shown this once. It closes by its button alone: a slip beside it would lose them. */
export function CodesDialog({ codes, onClose }: { codes: string[] | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const list = (codes ?? []).join("\n");

  const download = () => {
    const address = URL.createObjectURL(new Blob([`${t("security.codes.file")}\n\n${list}\n`], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = "egret-recovery-codes.txt";
    link.click();
    URL.revokeObjectURL(address);
  };
  const print = () => {
    document.documentElement.dataset.print = "codes";
    window.print();
    delete document.documentElement.dataset.print;
  };
  const close = () => {
    setCopied(false);
    onClose();
  };

  return (
    <Modal
      opened={codes !== null}
      onClose={close}
      title={t("security.codes.title")}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      className={classes.codesDialog}
    >
      <div className={classes.stack} data-testid="recovery-codes">
        <p className={classes.text}>{t("security.codes.lead")}</p>
        <ul className={classes.codes}>
          {codes?.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className={`${classes.actions} ${classes.unprinted}`}>
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={18} stroke={1.5} /> : <IconCopy size={18} stroke={1.5} />}
            onClick={async () => setCopied(await copyText(list))}
          >
            <span aria-live="polite">{copied ? t("security.codes.copied") : t("security.codes.copy")}</span>
          </Button>
          <Button variant="default" leftSection={<IconDownload size={18} stroke={1.5} />} onClick={download}>
            {t("security.codes.download")}
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={18} stroke={1.5} />} onClick={print}>
            {t("security.codes.print")}
          </Button>
        </div>
        <div className={classes.unprinted}>
          <Note tone="warn">{t("security.codes.once")}</Note>
        </div>
        <Button className={classes.unprinted} onClick={close} data-testid="kept-codes">
          {t("security.codes.kept")}
        </Button>
      </div>
    </Modal>
  );
}
