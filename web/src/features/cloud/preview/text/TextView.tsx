import { SegmentedControl } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/ui";
import { fileSize } from "../../fileSize";
import type { Shown, Source } from "../entry";
import { isActiveMarkup } from "../kinds";
import { Broken } from "../Unshown";
import { Waiting } from "../Waiting";
import { CodeText } from "./CodeText";
import { TableText } from "./TableText";
import classes from "./text.module.css";
import { SHOWN_BYTES, useText } from "./useText";

const MarkdownText = lazy(() => import("./MarkdownText").then((part) => ({ default: part.MarkdownText })));

interface Props {
  entry: Shown;
  source: Source;
  kind: "text" | "markdown" | "table";
}

export function TextView({ entry, source, kind }: Props) {
  const { t } = useTranslation();
  const content = useText(entry, source);
  const [raw, setRaw] = useState(false);
  if (content.isPending) return <Waiting />;
  if (content.isError) return <Failed error={content.error} onRetry={() => content.refetch()} />;
  if (content.data === null) return <Broken entry={entry} source={source} onRetry={() => content.refetch()} />;
  const { text, encoding } = content.data;
  return (
    <div className={classes.text}>
      {kind !== "text" ? (
        <SegmentedControl
          className={classes.choice}
          size="xs"
          value={raw ? "raw" : "set"}
          onChange={(value) => setRaw(value === "raw")}
          data={[
            { value: "set", label: t(kind === "table" ? "preview.table" : "preview.reading") },
            { value: "raw", label: t("preview.source") },
          ]}
        />
      ) : null}
      {isActiveMarkup(entry) ? <p className={classes.said}>{t("preview.neverRun")}</p> : null}
      {content.cut ? (
        <p className={classes.said} data-testid="cut">
          {t("preview.cut", { shown: fileSize(SHOWN_BYTES), size: fileSize(entry.size) })}
        </p>
      ) : null}
      {encoding !== "UTF-8" ? <p className={classes.said}>{t("preview.encoding", { encoding })}</p> : null}
      {kind === "text" || raw ? (
        <CodeText text={text} name={entry.name} />
      ) : kind === "table" ? (
        <TableText text={text} />
      ) : (
        <Suspense fallback={<Waiting />}>
          <MarkdownText text={text} />
        </Suspense>
      )}
    </div>
  );
}
