import { Button, Modal, Skeleton, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconCornerLeftUp } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, ProblemNote, useReturnedFocus } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import { FileIcon } from "../FileIcon";
import { sorted } from "../model/sort";
import { childrenQuery, nodeQuery, spacesQuery } from "../queries";
import type { Entry } from "../types";
import { useSpaceName } from "../useSpaceName";
import classes from "./dialogs.module.css";

interface Props {
  title: string;
  confirm: string;
  /** What is to go there: not into itself. */
  entries: readonly Entry[];
  /** Where the search begins; null: with all spaces. */
  start: string | null;
  /** Whether the folder in which it already is can be chosen. */
  sameAllowed: boolean;
  onChoose: (folder: string) => Promise<unknown>;
  onClose: () => void;
}

/** Which folder? One goes down into folders and up again, to the other spaces too. */
export function FolderPicker({ title, confirm, entries, start, sameAllowed, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const [at, setAt] = useState(start);
  const node = useQuery({ ...nodeQuery(at ?? ""), enabled: at !== null });
  const choose = useMutation({ mutationFn: onChoose, onSuccess: onClose });
  const path = node.data?.path ?? [];
  const allowed = at !== null && node.data?.role !== "view" && (sameAllowed || at !== start);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <div className={classes.form}>
        <div className={classes.pickerHead}>
          {at === null ? (
            <strong>{t("cloud.pick.spaces")}</strong>
          ) : (
            <Button
              variant="subtle"
              size="sm"
              leftSection={<IconCornerLeftUp size={18} stroke={1.5} />}
              onClick={() => setAt(path.at(-2)?.id ?? null)}
              data-testid="pick-up"
            >
              {t("cloud.pick.up")}
            </Button>
          )}
          {at !== null && node.data ? <Here node={node.data} /> : null}
        </div>
        <div className={classes.picker} data-testid="picker">
          {at === null ? (
            <Spaces onGo={setAt} />
          ) : (
            <Folders key={at} folder={at} without={entries.map((entry) => entry.id)} onGo={setAt} />
          )}
        </div>
        <ProblemNote error={choose.error} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button
            disabled={!allowed}
            loading={choose.isPending}
            onClick={() => (at === null ? undefined : choose.mutate(at))}
            data-testid="pick"
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Here({ node }: { node: { id: string; name: string } }) {
  const spaces = useQuery(spacesQuery);
  const nameOf = useSpaceName();
  const space = spaces.data?.find((each) => each.root === node.id);
  return (
    <strong className={classes.pickerName}>
      <bdi>{space ? nameOf(space) : node.name}</bdi>
    </strong>
  );
}

function Spaces({ onGo }: { onGo: (folder: string) => void }) {
  const spaces = useQuery(spacesQuery);
  const nameOf = useSpaceName();
  return (
    <ul>
      {spaces.data?.map((space) => (
        <Line key={space.id} name={nameOf(space)} onGo={() => onGo(space.root)} />
      ))}
    </ul>
  );
}

function Folders({ folder, without, onGo }: { folder: string; without: string[]; onGo: (folder: string) => void }) {
  const { t } = useTranslation();
  const children = useInfiniteQuery(childrenQuery(folder));
  const { hasNextPage, isFetching, isError, fetchNextPage } = children;
  const all = children.data?.pages.flatMap((page) => page.items) ?? [];
  // Folders come first: as soon as a file is among them, all folders are here.
  const complete = all.some((entry) => !entry.is_folder);
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError && !complete) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, complete, fetchNextPage]);
  const folders = sorted(
    all.filter((entry) => entry.is_folder && !without.includes(entry.id)),
    { sort: "name", descending: false },
    currentLocale(),
  );
  if (children.isPending) return <Skeleton height={180} />;
  if (children.isError && !children.data) return <Failed error={children.error} onRetry={() => children.refetch()} />;
  if (folders.length === 0) return <p className={classes.pickerEmpty}>{t("cloud.pick.empty")}</p>;
  return (
    <ul>
      {folders.map((entry) => (
        <Line key={entry.id} name={entry.name} onGo={() => onGo(entry.id)} />
      ))}
    </ul>
  );
}

function Line({ name, onGo }: { name: string; onGo: () => void }) {
  return (
    <li>
      <UnstyledButton className={classes.pickerLine} onClick={onGo} data-testid="pick-folder" data-name={name}>
        <FileIcon entry={{ is_folder: true, media_type: "" }} />
        <bdi>{name}</bdi>
        <IconChevronRight size={16} stroke={1.5} aria-hidden />
      </UnstyledButton>
    </li>
  );
}
