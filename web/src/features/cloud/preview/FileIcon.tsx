import {
  IconFile,
  IconFileSpreadsheet,
  IconFileText,
  IconFileTypePdf,
  IconFolder,
  IconMusic,
  IconPhoto,
  IconVideo,
} from "@tabler/icons-react";
import type { Shown } from "./entry";
import { type Kind, kindOf } from "./kinds";

const ICONS: Record<Kind, typeof IconFile> = {
  picture: IconPhoto,
  unshowable: IconPhoto,
  pdf: IconFileTypePdf,
  audio: IconMusic,
  video: IconVideo,
  text: IconFileText,
  markdown: IconFileText,
  table: IconFileSpreadsheet,
  other: IconFile,
};

/** What a file is, at a glance. Decorative: its name stands beside it. */
export function FileIcon({ entry, size }: { entry: Shown; size: number }) {
  const Icon = entry.is_folder ? IconFolder : ICONS[kindOf(entry)];
  return <Icon size={size} stroke={1.5} aria-hidden />;
}
