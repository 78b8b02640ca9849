import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconDownload, IconInfoCircle, IconShare, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Moment } from "@/ui";
import { FileIcon } from "../FileIcon";
import type { Shown } from "./entry";
import classes from "./viewer.module.css";

interface Props {
  entry: Shown | undefined;
  download: string | undefined;
  /** When the earlier version was made that is shown in place of the current one. */
  version: string | null;
  onCurrent: () => void;
  place: { at: number; of: number } | null;
  onShare?: () => void;
  onDetails?: () => void;
  detailed: boolean;
  onClose: () => void;
}

export function ViewerHead(props: Props) {
  const { entry, download, version, onCurrent, place, onShare, onDetails, detailed, onClose } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.head}>
      <Act label={t("common.close")} onClick={onClose} testId="close-viewer">
        <IconX size={20} stroke={1.5} />
      </Act>
      <div className={classes.title}>
        {entry ? <FileIcon entry={entry} size={20} /> : null}
        <h1>{entry?.name}</h1>
        {place ? (
          <span className={classes.place} aria-live="polite">
            {t("preview.place", place)}
          </span>
        ) : null}
        {version ? (
          <span className={classes.earlier}>
            {t("preview.earlier")} <Moment at={version} />
            <Button variant="subtle" size="compact-sm" onClick={onCurrent}>
              {t("preview.current")}
            </Button>
          </span>
        ) : null}
      </div>
      {download ? (
        <Tooltip label={t("preview.download")}>
          <ActionIcon
            component="a"
            href={download}
            download
            variant="subtle"
            size={40}
            aria-label={t("preview.download")}
            data-testid="download"
          >
            <IconDownload size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {entry && onShare ? (
        <Act label={t("preview.share")} onClick={onShare} testId="share">
          <IconShare size={20} stroke={1.5} />
        </Act>
      ) : null}
      {entry && onDetails ? (
        <Act label={t("preview.details")} onClick={onDetails} pressed={detailed} testId="details">
          <IconInfoCircle size={20} stroke={1.5} />
        </Act>
      ) : null}
    </div>
  );
}

interface ActProps {
  label: string;
  onClick: () => void;
  pressed?: boolean;
  testId: string;
  children: ReactNode;
}

function Act({ label, onClick, pressed, testId, children }: ActProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed ? "light" : "subtle"}
        size={40}
        aria-label={label}
        aria-pressed={pressed}
        onClick={onClick}
        data-testid={testId}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
