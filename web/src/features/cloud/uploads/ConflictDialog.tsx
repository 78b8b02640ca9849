import { Button, Checkbox, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReturnedFocus } from "@/ui";
import classes from "../dialogs/dialogs.module.css";
import type { Conflicts } from "../model/conflicts";
import { answer, cancel } from "./queue";

/** A name is taken: what is to be done with this one, or with all of what came along with it. */
export function ConflictDialog({ conflicts }: { conflicts: Conflicts }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const [forAll, setForAll] = useState(false);
  const [first] = conflicts.waiting;
  if (!first) return null;
  const others = conflicts.waiting.filter((each) => each.batch === first.batch).length - 1;
  return (
    <Modal
      opened
      onClose={() => cancel(first.id)}
      title={t("cloud.conflict.title", { name: first.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className={classes.form} data-testid="conflict">
        <p className={classes.text}>{t("cloud.conflict.text")}</p>
        <Checkbox
          checked={forAll}
          onChange={(event) => setForAll(event.currentTarget.checked)}
          label={others > 0 ? t("cloud.conflict.forAllMore", { count: others }) : t("cloud.conflict.forAll")}
          data-testid="conflict-all"
        />
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => answer(first.id, "skip", forAll)} data-testid="conflict-skip">
            {t("cloud.conflict.skip")}
          </Button>
          <Button variant="default" onClick={() => answer(first.id, "keep_both", forAll)} data-testid="conflict-keep">
            {t("cloud.conflict.keepBoth")}
          </Button>
          <Button onClick={() => answer(first.id, "replace", forAll)} data-testid="conflict-replace" data-autofocus>
            {t("cloud.conflict.replace")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
