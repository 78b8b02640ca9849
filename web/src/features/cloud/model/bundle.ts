import type { Answer } from "./conflicts";

/** What a lost connection costs again at most; the server takes twice as much. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_FILES = 200;
/** Larger ones gain nothing, and show no progress in a bundle. */
const SMALL = 256 * 1024;

export interface Bundled {
  /** Names the content: sent again after a lost answer, it is the same file. */
  id: string;
  file: File;
  parent: string;
  path: string;
  conflict: Answer | "ask";
}

/** The first small ones of a line that fit into one request. */
export function bundleOf<T extends { file: File; person: string }>(waiting: readonly T[]): T[] {
  const chosen: T[] = [];
  let bytes = 0;
  for (const each of waiting) {
    if (each.file.size > SMALL || each.person !== waiting[0]?.person) continue;
    if (chosen.length === MOST_FILES || bytes + each.file.size > MOST_BYTES) break;
    chosen.push(each);
    bytes += each.file.size;
  }
  return chosen;
}

/** Each file as one line about it and its bytes (docs/uploads.md). A Blob of Blobs: nothing is read before it is sent. */
export const bodyOf = (files: readonly Bundled[]): Blob =>
  new Blob(
    files.flatMap(({ id, file, parent, path, conflict }) => [
      `${JSON.stringify({
        id,
        filename: file.name,
        size: file.size,
        filetype: file.type,
        parent,
        relativePath: path.includes("/") ? path : "",
        lastModified: String(file.lastModified),
        conflict,
      })}\n`,
      file,
    ]),
  );
