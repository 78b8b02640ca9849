import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts } from "./shortcuts";

// Few people ever press `?`: the dialog does not belong to the first load.
const KeysList = lazy(() => import("./KeysList").then((module) => ({ default: module.KeysList })));

export function KeysDialog() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<boolean | null>(null);
  useShortcuts([{ keys: ["?"], label: t("keys.show"), run: () => setOpened(true) }]);
  return opened === null ? null : (
    <Suspense>
      <KeysList opened={opened} onClose={() => setOpened(false)} />
    </Suspense>
  );
}
