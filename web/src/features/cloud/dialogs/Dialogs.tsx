import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { emptyTrash, refreshDrive } from "../queries";
import type { Space } from "../types";
import type { useActs } from "../useActs";
import { FolderPicker } from "./FolderPicker";
import { NewFolder } from "./NewFolder";
import { Question } from "./Question";

interface Props {
  acts: ReturnType<typeof useActs>;
  folder: string | null;
  trashOf: Space | null;
  onMade: (id: string) => void;
}

/** The one dialog that is open. */
export function Dialogs({ acts, folder, trashOf, onMade }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { dialog, setDialog, named } = acts;
  const close = () => setDialog(null);
  switch (dialog?.kind) {
    case "newFolder":
      return folder ? <NewFolder parent={folder} onMade={onMade} onClose={close} /> : null;
    case "move":
    case "copy":
      return (
        <FolderPicker
          title={t(dialog.kind === "move" ? "cloud.pick.move" : "cloud.pick.copy", { what: named(dialog.entries) })}
          confirm={t(dialog.kind === "move" ? "cloud.pick.moveHere" : "cloud.pick.copyHere")}
          entries={dialog.entries}
          start={folder ?? dialog.entries[0]?.place?.id ?? null}
          sameAllowed={dialog.kind === "copy"}
          onChoose={(target) =>
            dialog.kind === "move" ? acts.moveTo(dialog.entries, target) : acts.copyTo(dialog.entries, target)
          }
          onClose={() => setDialog((now) => (now === dialog ? null : now))}
        />
      );
    case "taken":
      return (
        <Question
          title={t("cloud.taken.title")}
          text={t("cloud.taken.text", { what: named(dialog.entries), count: dialog.entries.length })}
          confirm={t("cloud.conflict.keepBoth")}
          onConfirm={() => acts.moveTo(dialog.entries, dialog.folder, true)}
          onClose={close}
        />
      );
    case "purge":
      return (
        <Question
          title={t("cloud.trash.purgeTitle", { what: named(dialog.entries) })}
          text={t("cloud.trash.purgeText")}
          confirm={t("cloud.act.purge")}
          destructive
          onConfirm={() => acts.purgeAll(dialog.entries)}
          onClose={close}
        />
      );
    case "leave":
      return (
        <Question
          title={t("cloud.leave.title", { what: named([dialog.entry]) })}
          text={t("cloud.leave.text")}
          confirm={t("cloud.leave.confirm")}
          onConfirm={() => acts.leaveOne(dialog.entry)}
          onClose={close}
        />
      );
    case "empty":
      return trashOf ? (
        <Question
          title={t("cloud.trash.emptyTitle")}
          text={t("cloud.trash.emptyText")}
          confirm={t("cloud.trash.empty")}
          destructive
          onConfirm={async () => {
            await emptyTrash(trashOf.id);
            await refreshDrive(client);
          }}
          onClose={close}
        />
      ) : null;
    default:
      return null;
  }
}
