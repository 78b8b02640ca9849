import { useTranslation } from "react-i18next";
import { FileIcon } from "@/features/cloud/FileIcon";
import { fileSize } from "@/features/cloud/fileSize";
import classes from "./chat.module.css";
import type { FileCard } from "./message";

/** Opens the file in the drive, which decides whether whoever presses it may. */
export function Card({ card }: { card: FileCard }) {
  const { t } = useTranslation();
  return (
    <a
      className={classes.card}
      href={`/cloud?open=${card.node}`}
      target="_blank"
      rel="noopener"
      title={t("talk.cardTitle")}
      data-testid="chat-card"
    >
      <FileIcon entry={{ is_folder: false, media_type: card.mediaType }} />
      <span>
        <bdi>{card.name}</bdi>
        <small>{fileSize(card.size)}</small>
      </span>
    </a>
  );
}
