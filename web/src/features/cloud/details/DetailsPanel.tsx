import { CloseButton, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePerson } from "@/features/accounts";
import { Failed, Moment } from "@/ui";
import { FileIcon, fileKind } from "../FileIcon";
import { fileSize } from "../fileSize";
import type { Shown } from "../preview/entry";
import { nodeQuery, spacesQuery } from "../queries";
import { sharesQuery } from "../sharing/queries";
import { Reasons } from "../sharing/Reasons";
import { useRoles } from "../sharing/useRoles";
import { useSpaceName } from "../useSpaceName";
import { Acts } from "./Acts";
import classes from "./details.module.css";
import { Versions } from "./Versions";

interface Props {
  node: string;
  /** Left out where the panel is part of something that closes by itself. */
  onClose?: () => void;
  /** Within the viewer: show an earlier version there. */
  onPreview?: (version: Shown) => void;
}

/** What a file or folder is, who has access and why, its versions, and what was done with it. */
export function DetailsPanel({ node, onClose, onPreview }: Props) {
  const { t } = useTranslation();
  const roles = useRoles();
  const me = usePerson()?.id;
  const about = useQuery(nodeQuery(node));
  const shares = useQuery(sharesQuery(node));
  const spaces = useQuery(spacesQuery);
  const nameOf = useSpaceName();
  if (about.isPending) return <Skeleton height={220} aria-busy />;
  if (about.isError && !about.data) return <Failed error={about.error} onRetry={() => about.refetch()} />;
  const it = about.data;
  const kinds = {
    picture: t("preview.kind.picture"),
    video: t("preview.kind.video"),
    audio: t("preview.kind.audio"),
    pdf: t("preview.kind.pdf"),
    archive: t("preview.kind.archive"),
    table: t("preview.kind.table"),
    slides: t("preview.kind.slides"),
    document: t("preview.kind.document"),
    text: t("preview.kind.text"),
    other: t("preview.kind.other"),
  };
  const space = spaces.data?.find((each) => each.id === it.space);
  const root = space ? nameOf(space) : t("preview.about.space");
  const place = it.path.slice(0, -1).map((each) => each.name || root);
  return (
    <div className={classes.panel} data-testid="details-panel">
      <header className={classes.head}>
        <FileIcon entry={it} size={24} />
        <h2>{it.name || root}</h2>
        {onClose ? <CloseButton aria-label={t("common.close")} onClick={onClose} /> : null}
      </header>
      <dl className={classes.facts}>
        <Fact name={t("preview.about.kind")}>
          {it.is_folder ? (
            t("preview.about.folder")
          ) : (
            <span title={it.media_type}>{kinds[fileKind(it.media_type)]}</span>
          )}
        </Fact>
        {it.is_folder ? null : <Fact name={t("preview.about.size")}>{fileSize(it.size)}</Fact>}
        {place.length > 0 ? <Fact name={t("preview.about.place")}>{place.join(" / ")}</Fact> : null}
        {it.creator ? (
          <Fact name={t("preview.about.creator")}>
            {it.creator.name || t(it.creator.id === me ? "sharing.youNameless" : "sharing.nameless")}
          </Fact>
        ) : null}
        <Fact name={t("preview.about.made")}>
          <Moment at={it.created_at} />
        </Fact>
        <Fact name={t("preview.about.changed")}>
          <Moment at={it.modified_at} />
        </Fact>
        <Fact name={t("preview.about.role")}>{roles.find((each) => each.value === it.role)?.label}</Fact>
      </dl>
      <section>
        <h3>{t("sharing.access")}</h3>
        {shares.isError ? <Failed error={shares.error} onRetry={() => shares.refetch()} /> : null}
        {shares.isPending ? <Skeleton height={48} /> : null}
        {shares.data ? <Reasons items={shares.data.items} /> : null}
        {shares.data?.manages === false ? <p className={classes.soft}>{t("sharing.reader")}</p> : null}
      </section>
      {it.is_folder ? null : <Versions node={it} onPreview={onPreview} />}
      <Acts node={node} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
