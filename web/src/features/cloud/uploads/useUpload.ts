import { useQueryClient } from "@tanstack/react-query";
import { usePerson } from "@/features/accounts";
import { createFolder, folderNamed, refreshDrive } from "../queries";
import { add } from "./queue";
import { fromDrop, fromInput, type PickedAll } from "./walk";

/** Puts files and folders into a folder of the drive; they go on when the page changes. */
export function useUpload() {
  const person = usePerson();
  const client = useQueryClient();
  const start = async ({ files, empty }: PickedAll, parent: string) => {
    if (!person) return;
    add(files, person.id, parent);
    for (const path of empty) await emptyFolder(parent, path);
    if (empty.length > 0) await refreshDrive(client);
  };
  return {
    dropped: async (transfer: DataTransfer, parent: string) => start(await fromDrop(transfer), parent),
    picked: (files: Iterable<File>, parent: string) => start(fromInput(files), parent),
  };
}

/** Folders with nothing in them; what is there already of their path is used. */
async function emptyFolder(parent: string, path: string) {
  let above = parent;
  for (const name of path.split("/")) {
    const made = await createFolder(above, name).catch(() => folderNamed(above, name));
    if (!made) return;
    above = made.id;
  }
}
