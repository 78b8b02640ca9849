import {
  IconFile,
  IconFileText,
  IconFileTypePdf,
  IconFileZip,
  IconFolder,
  IconMusic,
  IconPhoto,
  IconPresentation,
  IconTable,
  IconVideo,
} from "@tabler/icons-react";
import classes from "./FileIcon.module.css";

type Kind = Pick<{ is_folder: boolean; media_type: string }, "is_folder" | "media_type">;

export type FileKind =
  | "picture"
  | "video"
  | "audio"
  | "pdf"
  | "archive"
  | "table"
  | "slides"
  | "document"
  | "text"
  | "other";

const kinds: [RegExp, FileKind, typeof IconFile][] = [
  [/^image\//, "picture", IconPhoto],
  [/^video\//, "video", IconVideo],
  [/^audio\//, "audio", IconMusic],
  [/^application\/pdf/, "pdf", IconFileTypePdf],
  [/zip|tar|compressed|rar|gzip/, "archive", IconFileZip],
  [/sheet|csv|excel/, "table", IconTable],
  [/presentation|powerpoint/, "slides", IconPresentation],
  [/word|document/, "document", IconFileText],
  [/^text\/|json|xml/, "text", IconFileText],
];

/** What a file is, in one word; its media type says it exactly. */
export const fileKind = (mediaType: string): FileKind => kinds.find(([type]) => type.test(mediaType))?.[1] ?? "other";

/** What a file is, at a glance; readers hear its name, which says as much. */
export function FileIcon({ entry, size = 22 }: { entry: Kind; size?: number }) {
  const Icon = entry.is_folder ? IconFolder : (kinds.find(([type]) => type.test(entry.media_type))?.[2] ?? IconFile);
  return (
    <Icon
      size={size}
      stroke={1.5}
      aria-hidden
      className={entry.is_folder ? classes.folder : classes.file}
      fill={entry.is_folder ? "currentColor" : "none"}
      fillOpacity={0.14}
    />
  );
}
