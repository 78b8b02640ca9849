import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { StatePage } from "@/ui";
import { FileIcon } from "../FileIcon";
import type { Shown, Source } from "./entry";
import { kindOf } from "./kinds";
import { MediaView } from "./MediaView";
import { PictureView } from "./PictureView";
import { Unshown } from "./Unshown";
import { Waiting } from "./Waiting";

const PdfView = lazy(() => import("./pdf/PdfView").then((part) => ({ default: part.PdfView })));
const TextView = lazy(() => import("./text/TextView").then((part) => ({ default: part.TextView })));

/** One file, in the way that suits it. */
export function Content({ entry, source }: { entry: Shown; source: Source }) {
  const { t } = useTranslation();
  if (entry.size === 0) {
    return (
      <StatePage scale="block" icon={<FileIcon entry={entry} size={28} />} title={t("preview.empty")}>
        <p>{t("preview.emptyText")}</p>
      </StatePage>
    );
  }
  const kind = kindOf(entry);
  const shared = { entry, source };
  if (kind === "picture") return <PictureView {...shared} address={source.inline(entry)} />;
  if (kind === "unshowable" && source.drawn) return <PictureView {...shared} address={source.drawn(entry)} />;
  if (kind === "audio" || kind === "video") return <MediaView {...shared} kind={kind} />;
  if (kind === "unshowable" || kind === "other") {
    return (
      <Unshown {...shared} title={entry.name}>
        <p data-testid="no-preview">{t(kind === "unshowable" ? "preview.unshowable" : "preview.none")}</p>
      </Unshown>
    );
  }
  return (
    <Suspense fallback={<Waiting />}>
      {kind === "pdf" ? <PdfView {...shared} /> : <TextView {...shared} kind={kind} />}
    </Suspense>
  );
}
