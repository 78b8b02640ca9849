import { ActionIcon, Button, Menu, Skeleton } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, Moment, ProblemNote, when } from "@/ui";
import { fileSize } from "../fileSize";
import { DRIVE, type Shown } from "../preview/entry";
import type { FolderNode } from "../types";
import classes from "./details.module.css";
import { NameForm } from "./NameForm";
import { deleteVersion, nameVersion, restoreVersion, type Version, versionsQuery } from "./queries";

interface Props {
  node: FolderNode;
  onPreview?: (version: Shown) => void;
}

export function Versions({ node, onPreview }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const versions = useQuery(versionsQuery(node.id));
  const [changed, setChanged] = useState<{ id: string; what: "name" | "delete" } | null>(null);
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: async () => {
      setChanged(null);
      await client.invalidateQueries({ queryKey: ["cloud"] });
    },
  });
  const shown = ({ size, media_type, created_at, id }: Version): Shown => ({
    ...node,
    size,
    media_type,
    modified_at: created_at,
    version: id,
  });
  const writes = node.role !== "view";
  return (
    <section>
      <h3>{t("preview.versions")}</h3>
      <p className={classes.soft}>{t("preview.version.policy")}</p>
      {versions.isPending ? <Skeleton height={80} aria-busy /> : null}
      {versions.isError ? <Failed error={versions.error} onRetry={() => versions.refetch()} /> : null}
      <ProblemNote error={act.error} />
      <ul className={classes.list}>
        {versions.data?.items.map((version) => (
          <li key={version.id} className={classes.version} data-testid="version">
            <div className={classes.what}>
              <strong>{version.label || (version.current ? t("preview.version.current") : null)}</strong>
              <Moment at={version.created_at} />
              <small>{[version.creator?.name, fileSize(version.size)].filter(Boolean).join(" · ")}</small>
              {version.goes_at ? <small>{t("preview.version.goes", { when: when(version.goes_at) })}</small> : null}
            </div>
            <Menu position="bottom-end" withinPortal={false}>
              <Menu.Target>
                <ActionIcon variant="subtle" size={40} aria-label={t("preview.version.acts")}>
                  <IconDots size={20} stroke={1.5} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {onPreview ? (
                  <Menu.Item onClick={() => onPreview(shown(version))}>{t("preview.version.show")}</Menu.Item>
                ) : null}
                <Menu.Item component="a" href={DRIVE.download(shown(version))} download>
                  {t("preview.download")}
                </Menu.Item>
                {writes && !version.current ? (
                  <Menu.Item onClick={() => act.mutate(() => restoreVersion(node.id, version.id))}>
                    {t("preview.version.restore")}
                  </Menu.Item>
                ) : null}
                {writes ? (
                  <Menu.Item onClick={() => setChanged({ id: version.id, what: "name" })}>
                    {t("preview.version.name")}
                  </Menu.Item>
                ) : null}
                {node.role === "manage" && !version.current ? (
                  <Menu.Item color="heron" onClick={() => setChanged({ id: version.id, what: "delete" })}>
                    {t("preview.version.delete")}
                  </Menu.Item>
                ) : null}
              </Menu.Dropdown>
            </Menu>
            {changed?.id === version.id && changed.what === "name" ? (
              <NameForm
                label={version.label}
                pending={act.isPending}
                onSave={(label) => act.mutate(() => nameVersion(node.id, version.id, label))}
                onCancel={() => setChanged(null)}
              />
            ) : null}
            {changed?.id === version.id && changed.what === "delete" ? (
              <div className={classes.asked} role="alert">
                <p>{t("preview.version.deleteText")}</p>
                <Button variant="default" size="sm" onClick={() => setChanged(null)}>
                  {t("common.cancel")}
                </Button>
                <Button
                  color="heron"
                  size="sm"
                  loading={act.isPending}
                  onClick={() => act.mutate(() => deleteVersion(node.id, version.id))}
                >
                  {t("preview.version.delete")}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
