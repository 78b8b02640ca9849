import {
  IconArrowBackUp,
  IconArrowRight,
  IconCopy,
  IconDownload,
  IconFolderOpen,
  IconFolderSymlink,
  IconInfoCircle,
  IconLogout,
  IconPencil,
  IconShare,
  IconStar,
  IconStarOff,
  IconTrash,
  IconTrashX,
} from "@tabler/icons-react";

/** The sign of each command, wherever it is offered. */
export const commandIcons: Record<string, typeof IconCopy> = {
  open: IconArrowRight,
  locate: IconFolderOpen,
  download: IconDownload,
  share: IconShare,
  favourite: IconStar,
  unfavourite: IconStarOff,
  details: IconInfoCircle,
  rename: IconPencil,
  move: IconFolderSymlink,
  copy: IconCopy,
  leave: IconLogout,
  trash: IconTrash,
  restore: IconArrowBackUp,
  purge: IconTrashX,
};
