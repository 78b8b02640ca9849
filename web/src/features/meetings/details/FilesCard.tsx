import { Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FileIcon } from "@/features/cloud/FileIcon";
import { fileSize } from "@/features/cloud/fileSize";
import { clock, exact } from "@/ui";
import classes from "./details.module.css";
import type { ShownFile } from "./queries";

/** Files that were shown. The drive decides for each whether this reader learns more than that there was one. */
export function FilesCard({ files }: { files: readonly ShownFile[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.card} data-testid="summary-files">
      <header className={classes.cardHead}>
        <Title order={2}>{t("summary.files")}</Title>
      </header>
      <ul className={classes.rows}>
        {files.map((file) => (
          <li key={file.node}>
            {file.name === null ? (
              <IconLock size={20} stroke={1.5} aria-hidden />
            ) : (
              <FileIcon entry={{ is_folder: false, media_type: file.media_type }} />
            )}
            {file.name === null ? (
              <span>{t("summary.notYours")}</span>
            ) : (
              <a href={`/cloud?open=${file.node}`}>
                <bdi>{file.name}</bdi>
              </a>
            )}
            <span className={classes.soft}>
              {file.size === null ? null : `${fileSize(file.size)} · `}
              {t("summary.shownBy", { name: file.shown_by })} ·{" "}
              <time dateTime={file.shown_at} title={exact(file.shown_at)}>
                {clock(file.shown_at)}
              </time>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
