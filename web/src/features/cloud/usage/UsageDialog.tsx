import { Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import { Failed, useReturnedFocus } from "@/ui";
import { fileSize } from "../fileSize";
import type { Space } from "../types";
import { Quota } from "./Quota";
import classes from "./usage.module.css";

type Usage = paths["/api/v1/cloud/spaces/{space_id}/usage"]["get"]["responses"][200]["content"]["application/json"];

/** What fills a space, and what to do about it. */
export function UsageDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const usage = useQuery({
    queryKey: ["cloud", "usage", space.id],
    queryFn: () =>
      unwrap<Usage>(api.GET("/api/v1/cloud/spaces/{space_id}/usage", { params: { path: { space_id: space.id } } })),
    staleTime: 0,
  });
  const names = {
    picture: t("usage.picture"),
    video: t("usage.video"),
    audio: t("usage.audio"),
    document: t("usage.document"),
    archive: t("usage.archive"),
    other: t("usage.other"),
  };
  const parts = usage.data
    ? [
        ...usage.data.kinds.map(({ kind, bytes }) => ({ key: kind as string, name: names[kind], bytes })),
        { key: "versions", name: t("usage.versions"), bytes: usage.data.versions_bytes },
        { key: "trash", name: t("usage.trash"), bytes: usage.data.trash_bytes },
      ].filter((each) => each.bytes > 0)
    : [];
  const total = parts.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <Modal opened onClose={onClose} title={t("usage.title")} closeButtonProps={{ "aria-label": t("common.close") }}>
      {usage.isPending ? <Skeleton height={160} aria-busy /> : null}
      {usage.isError && !usage.data ? <Failed error={usage.error} onRetry={() => usage.refetch()} /> : null}
      {usage.data ? <Quota space={space} used={usage.data.used_bytes} quota={usage.data.quota_bytes} /> : null}
      {usage.data && total === 0 ? <p>{t("usage.empty")}</p> : null}
      {total > 0 ? (
        <>
          <div className={classes.bar} aria-hidden>
            {parts.map(({ key, bytes }) => (
              <span key={key} data-part={key} style={{ flexGrow: bytes }} />
            ))}
          </div>
          <ul className={classes.list} data-testid="usage-parts">
            {parts.map(({ key, name, bytes }) => (
              <li key={key}>
                <i data-part={key} aria-hidden />
                <span>{name}</span>
                <small>{fileSize(bytes)}</small>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {usage.data && usage.data.trash_bytes > 0 ? (
        <p className={classes.hint}>
          <Link to="/cloud/trash" search={{ space: space.id }} onClick={onClose}>
            {t("usage.toTrash", { size: fileSize(usage.data.trash_bytes) })}
          </Link>
        </p>
      ) : null}
      {usage.data && usage.data.versions_bytes > 0 ? <p className={classes.hint}>{t("usage.toVersions")}</p> : null}
      {usage.data && usage.data.files.length > 0 ? (
        <section>
          <h3>{t("usage.biggest")}</h3>
          <ul className={classes.list}>
            {usage.data.files.slice(0, 8).map((file) => (
              <li key={file.id}>
                <Link
                  to="/cloud/folders/$folder"
                  params={{ folder: file.parent ?? space.root }}
                  search={{ open: file.id }}
                  onClick={onClose}
                >
                  {file.name}
                </Link>
                <small>{fileSize(file.bytes)}</small>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Modal>
  );
}
