import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./dialogs/dialogs.module.css";

/** The places on a screen that has no room for them beside the list. */
export function PlacesDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Drawer
      classNames={{ content: classes.fromBelow }}
      opened
      onClose={onClose}
      position="bottom"
      size="auto"
      title={t("cloud.places")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {children}
    </Drawer>
  );
}
