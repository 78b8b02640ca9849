import { Button, Modal, Skeleton, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconCornerLeftUp } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileIcon } from "@/features/cloud/FileIcon";
import { fileSize } from "@/features/cloud/fileSize";
import { childrenQuery, nodeQuery, spacesQuery } from "@/features/cloud/queries";
import { Failed } from "@/ui";
import type { FileCard } from "./message";
import classes from "./picker.module.css";

interface Props {
  onPick: (card: FileCard) => void;
  onClose: () => void;
}

/** Which file of the drive? One goes down into folders and up again, to the other spaces too. */
export function FilePicker({ onPick, onClose }: Props) {
  const { t } = useTranslation();
  const [at, setAt] = useState<string | null>(null);
  const node = useQuery({ ...nodeQuery(at ?? ""), enabled: at !== null });
  return (
    <Modal opened onClose={onClose} title={t("talk.pickTitle")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <p className={classes.hint}>{t("talk.pickText")}</p>
      {at !== null ? (
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconCornerLeftUp size={18} stroke={1.5} />}
          onClick={() => setAt(node.data?.path.at(-2)?.id ?? null)}
        >
          {t("talk.up")}
        </Button>
      ) : null}
      <div className={classes.picker} data-testid="file-picker">
        {at === null ? <Spaces onGo={setAt} /> : <Files key={at} folder={at} onGo={setAt} onPick={onPick} />}
      </div>
    </Modal>
  );
}

function Spaces({ onGo }: { onGo: (folder: string) => void }) {
  const { t } = useTranslation();
  const spaces = useQuery(spacesQuery);
  if (spaces.isPending) return <Skeleton height={120} />;
  if (spaces.isError) return <Failed error={spaces.error} onRetry={() => spaces.refetch()} />;
  return (
    <ul>
      {spaces.data.map((space) => (
        <li key={space.id}>
          <UnstyledButton className={classes.pick} onClick={() => onGo(space.root)} data-testid="pick-space">
            <FileIcon entry={{ is_folder: true, media_type: "" }} />
            <bdi>{space.kind === "person" ? t("talk.mySpace") : space.name}</bdi>
            <IconChevronRight size={16} stroke={1.5} aria-hidden />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Files({ folder, onGo, onPick }: { folder: string; onGo: (folder: string) => void; onPick: Props["onPick"] }) {
  const { t } = useTranslation();
  const children = useInfiniteQuery(childrenQuery(folder));
  if (children.isPending) return <Skeleton height={180} />;
  if (children.isError && !children.data) return <Failed error={children.error} onRetry={() => children.refetch()} />;
  const entries = children.data?.pages.flatMap((page) => page.items) ?? [];
  if (entries.length === 0) return <p className={classes.hint}>{t("talk.pickEmpty")}</p>;
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id}>
          <UnstyledButton
            className={classes.pick}
            onClick={() =>
              entry.is_folder
                ? onGo(entry.id)
                : onPick({ node: entry.id, name: entry.name, mediaType: entry.media_type, size: entry.size })
            }
            data-testid="pick-file"
            data-name={entry.name}
          >
            <FileIcon entry={entry} />
            <bdi>{entry.name}</bdi>
            {entry.is_folder ? (
              <IconChevronRight size={16} stroke={1.5} aria-hidden />
            ) : (
              <small>{fileSize(entry.size)}</small>
            )}
          </UnstyledButton>
        </li>
      ))}
      {children.hasNextPage ? (
        <li>
          <Button variant="subtle" loading={children.isFetchingNextPage} onClick={() => children.fetchNextPage()}>
            {t("talk.pickMore")}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
