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
import classes from "./cloud.module.css";

type Kind = Pick<{ is_folder: boolean; media_type: string }, "is_folder" | "media_type">;

const kinds: [RegExp, typeof IconFile][] = [
  [/^image\//, IconPhoto],
  [/^video\//, IconVideo],
  [/^audio\//, IconMusic],
  [/^application\/pdf/, IconFileTypePdf],
  [/zip|tar|compressed|rar|gzip/, IconFileZip],
  [/sheet|csv|excel/, IconTable],
  [/presentation|powerpoint/, IconPresentation],
  [/^text\/|word|document|json|xml/, IconFileText],
];

/** What a file is, at a glance; readers hear its name, which says as much. */
export function FileIcon({ entry, size = 22 }: { entry: Kind; size?: number }) {
  const Icon = entry.is_folder ? IconFolder : (kinds.find(([type]) => type.test(entry.media_type))?.[1] ?? IconFile);
  return (
    <Icon
      size={size}
      stroke={1.5}
      aria-hidden
      className={entry.is_folder ? classes.folderIcon : classes.fileIcon}
      fill={entry.is_folder ? "currentColor" : "none"}
      fillOpacity={0.14}
    />
  );
}
