/** A file and where it goes below the folder it is put into: `folder/name.txt`, or the name alone. */
export interface Picked {
  file: File;
  path: string;
}

export interface PickedAll {
  files: Picked[];
  /** Folders with nothing in them, which no file's path would make. */
  empty: string[];
}

// What systems leave in folders for themselves; nobody means to upload it.
const NOT_MEANT = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

export const fromInput = (list: Iterable<File>): PickedAll => ({
  files: [...list]
    .filter((file) => !NOT_MEANT.has(file.name))
    .map((file) => ({ file, path: file.webkitRelativePath || file.name })),
  empty: [],
});

/** All that was dropped, folders with what is in them. The entries are taken at once: after the event they are gone. */
export async function fromDrop(transfer: DataTransfer): Promise<PickedAll> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  // A file from another program can come without an entry.
  if (entries.length === 0) return fromInput(transfer.files);
  const found: PickedAll = { files: [], empty: [] };
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry: FileSystemEntry, above: string, found: PickedAll): Promise<void> {
  const path = above + entry.name;
  if (entry.isFile) {
    if (NOT_MEANT.has(entry.name)) return;
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    found.files.push({ file, path });
    return;
  }
  const inside = await childrenOf(entry as FileSystemDirectoryEntry);
  if (inside.length === 0) found.empty.push(path);
  for (const child of inside) await walk(child, `${path}/`, found);
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // Chromium gives a hundred at a time; the end is an empty answer.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
