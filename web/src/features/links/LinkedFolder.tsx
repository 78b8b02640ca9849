import { ActionIcon, Button, Skeleton, Tooltip, UnstyledButton } from "@mantine/core";
import { IconDownload, IconFolderOpen } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { FileIcon } from "@/features/cloud/FileIcon";
import { fileSize } from "@/features/cloud/fileSize";
import { Viewer } from "@/features/cloud/preview";
import { Failed, PageHead, StatePage } from "@/ui";
import classes from "./links.module.css";
import { archiveOf, linkedChildrenQuery, linkedNodeQuery, sourceOf } from "./queries";
import { UploadBox } from "./UploadBox";

interface Props {
  token: string;
  node: string;
  pass: string;
  name: string;
  writes: boolean;
}

/** A folder behind a link: what is in it, each to be looked at and downloaded. */
export function LinkedFolder({ token, node, pass, name, writes }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const search = useSearch({ from: "/framed/s/$token" });
  const navigate = useNavigate({ from: "/s/$token" });
  const go = (next: { folder?: string; open?: string }) => navigate({ search: next });
  const here = search.folder ?? node;
  const source = useMemo(() => sourceOf(token), [token]);
  const about = useQuery({ ...linkedNodeQuery(token, here), enabled: here !== node });
  const children = useInfiniteQuery(linkedChildrenQuery(token, here));
  const items = children.data?.pages.flatMap((page) => page.items) ?? [];
  const above = about.data?.path.slice(0, -1) ?? [];
  return (
    <>
      <div className={classes.head}>
        <PageHead title={here === node ? name : (about.data?.name ?? "")}>{t("links.privacy")}</PageHead>
        {items.length > 0 ? (
          <Button
            component="a"
            href={archiveOf(token, here)}
            download
            leftSection={<IconDownload size={18} stroke={1.5} />}
            data-testid="linked-archive"
          >
            {t("links.all")}
          </Button>
        ) : null}
      </div>
      {here === node ? null : (
        <nav className={classes.way} aria-label={t("links.way")}>
          {above.map((each) => (
            <Button
              key={each.id}
              variant="subtle"
              size="compact-sm"
              onClick={() => go(each.id === node ? {} : { folder: each.id })}
            >
              {each.name || name}
            </Button>
          ))}
        </nav>
      )}
      {children.isPending ? <Skeleton height={160} aria-busy /> : null}
      {children.isError && !children.data ? <Failed error={children.error} onRetry={() => children.refetch()} /> : null}
      {children.data && items.length === 0 ? (
        <StatePage scale="block" icon={<IconFolderOpen size={28} stroke={1.5} />} title={t("links.empty")}>
          <p>{t("links.emptyText")}</p>
        </StatePage>
      ) : null}
      <ul className={classes.list} aria-label={name}>
        {items.map((entry) => (
          <li key={entry.id} className={classes.row} data-testid="linked-entry">
            <UnstyledButton
              className={classes.entry}
              onClick={() => go(entry.is_folder ? { folder: entry.id } : { ...search, open: entry.id })}
            >
              <FileIcon entry={entry} size={22} />
              <bdi>{entry.name}</bdi>
              {entry.is_folder ? null : <small>{fileSize(entry.size)}</small>}
            </UnstyledButton>
            {entry.is_folder ? null : (
              <Tooltip label={t("links.download")}>
                <ActionIcon
                  component="a"
                  href={source.download(entry)}
                  download
                  variant="subtle"
                  size={40}
                  aria-label={t("links.downloadOf", { name: entry.name })}
                >
                  <IconDownload size={20} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        ))}
      </ul>
      {children.hasNextPage ? (
        <Button variant="default" loading={children.isFetchingNextPage} onClick={() => children.fetchNextPage()}>
          {t("links.more")}
        </Button>
      ) : null}
      {writes ? (
        <UploadBox
          token={token}
          node={here}
          pass={pass}
          onArrived={() => client.invalidateQueries({ queryKey: ["link", token, "children"] })}
        />
      ) : null}
      {search.open ? (
        <Suspense fallback={null}>
          <Viewer
            entries={items}
            openId={search.open}
            onOpen={(open) => go({ ...search, open })}
            onClose={() => go({ folder: search.folder })}
            source={source}
          />
        </Suspense>
      ) : null}
    </>
  );
}
