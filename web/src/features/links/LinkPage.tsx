import { Skeleton } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Failed, PageHead, StatePage } from "@/ui";
import { LinkedFile } from "./LinkedFile";
import { LinkedFolder } from "./LinkedFolder";
import { PasswordStep } from "./PasswordStep";
import { openQuery, type Unlocked } from "./queries";
import { UploadBox } from "./UploadBox";

/** What somebody sees who was sent a link. It needs no account, and tells no more than the link gives. */
export function LinkPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/framed/s/$token" });
  const link = useQuery(openQuery(token));
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null);
  if (link.isPending) return <Skeleton height={200} aria-busy />;
  // Withdrawn, expired, spent, mistyped: the server does not tell which, and neither do we.
  if (isProblem(link.error, "link-unknown")) {
    return (
      <StatePage icon={<IconLinkOff size={28} stroke={1.5} />} title={link.error.title}>
        <p data-testid="link-unknown">{link.error.detail}</p>
      </StatePage>
    );
  }
  if (link.isError && !link.data) return <Failed scale="page" error={link.error} onRetry={() => link.refetch()} />;
  const opened = unlocked ?? link.data;
  if (opened.needs_password) return <PasswordStep token={token} onUnlocked={setUnlocked} />;
  const { node, kind } = opened;
  const name = opened.name || t("links.space");
  if (!node) return null;
  const shared = { token, node, pass: unlocked?.link_pass ?? "" };
  if (kind === "drop") {
    return (
      <>
        <PageHead title={name}>{t("links.dropText")}</PageHead>
        <UploadBox {...shared} thanks />
      </>
    );
  }
  return opened.is_folder ? (
    <LinkedFolder {...shared} name={name} writes={kind === "edit"} />
  ) : (
    <LinkedFile {...shared} name={name} size={opened.size ?? 0} mediaType={opened.media_type ?? ""} />
  );
}
