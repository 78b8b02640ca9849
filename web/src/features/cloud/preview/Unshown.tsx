import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed, StatePage } from "@/ui";
import { FileIcon } from "../FileIcon";
import { fileSize } from "../fileSize";
import { problemOf, type Shown, type Source } from "./entry";
import { Waiting } from "./Waiting";

interface Props {
  entry: Shown;
  source: Source;
  title: string;
  children?: ReactNode;
}

/** A file in place of its content: what it is, and the way to have it. */
export function Unshown({ entry, source, title, children }: Props) {
  const { t } = useTranslation();
  return (
    <StatePage
      scale="block"
      icon={<FileIcon entry={entry} size={28} />}
      title={title}
      actions={
        <Button
          component="a"
          href={source.download(entry)}
          download
          leftSection={<IconDownload size={18} stroke={1.5} />}
          data-testid="download-instead"
        >
          {t("preview.download")}
        </Button>
      }
    >
      {children}
      <p>{fileSize(entry.size)}</p>
    </StatePage>
  );
}

// The server read the file and cannot draw it: too large, of another kind, or damaged.
const UNDRAWABLE = [413, 415, 422];

interface BrokenProps {
  entry: Shown;
  source: Source;
  /** Where the content was asked for, if not as it is stored. */
  address?: string;
  onRetry: () => void;
}

/** The browser could not show a content: because it could not be had, or because it is not what its name says. */
export function Broken({ entry, source, address, onRetry }: BrokenProps) {
  const { t } = useTranslation();
  const asked = address ?? source.inline(entry);
  const problem = useQuery({
    queryKey: ["preview", "problem", asked],
    queryFn: () => problemOf(asked),
    staleTime: 0,
    gcTime: 0,
  });
  if (problem.isPending) return <Waiting />;
  if (address && problem.data && UNDRAWABLE.includes(problem.data.status)) {
    return (
      <Unshown entry={entry} source={source} title={entry.name}>
        <p data-testid="no-preview">{t("preview.unshowable")}</p>
      </Unshown>
    );
  }
  if (problem.data) return <Failed error={problem.data} onRetry={onRetry} />;
  return (
    <Unshown entry={entry} source={source} title={t("preview.damaged")}>
      <p data-testid="damaged">{t("preview.damagedText")}</p>
    </Unshown>
  );
}
