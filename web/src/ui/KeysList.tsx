import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { legible } from "./keyNames";
import classes from "./keys.module.css";
import { useActiveShortcuts } from "./shortcuts";

export function KeysList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const shortcuts = useActiveShortcuts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("keys.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <dl className={classes.keys}>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.label}>
            <dt>{shortcut.label}</dt>
            <dd>
              {shortcut.keys.map((keys) => (
                <kbd key={keys}>{legible(keys)}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
