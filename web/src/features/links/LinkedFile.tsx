import { Button } from "@mantine/core";
import { IconDownload, IconEye } from "@tabler/icons-react";
import { Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { FileIcon } from "@/features/cloud/FileIcon";
import { fileSize } from "@/features/cloud/fileSize";
import { Viewer } from "@/features/cloud/preview";
import type { Shown } from "@/features/cloud/preview/entry";
import { PageHead } from "@/ui";
import classes from "./links.module.css";
import { sourceOf } from "./queries";

interface Props {
  token: string;
  node: string;
  name: string;
  size: number;
  mediaType: string;
}

/** One file. It is read only when somebody asks for it: a link may be good for a single reading. */
export function LinkedFile({ token, node, name, size, mediaType }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const source = useMemo(() => sourceOf(token), [token]);
  const entry: Shown = {
    id: node,
    name,
    is_folder: false,
    size,
    media_type: mediaType,
    modified_at: "",
    version: null,
  };
  return (
    <div className={classes.file}>
      <span className={classes.mark} aria-hidden>
        <FileIcon entry={entry} size={40} />
      </span>
      <PageHead title={name}>{fileSize(size)}</PageHead>
      <div className={classes.buttons}>
        <Button
          variant="default"
          leftSection={<IconEye size={18} stroke={1.5} />}
          onClick={() => setOpen(true)}
          data-testid="look"
        >
          {t("links.look")}
        </Button>
        <Button
          component="a"
          href={source.download(entry)}
          download
          leftSection={<IconDownload size={18} stroke={1.5} />}
          data-testid="linked-download"
        >
          {t("links.download")}
        </Button>
      </div>
      <p className={classes.soft}>{t("links.privacy")}</p>
      {open ? (
        <Suspense fallback={null}>
          <Viewer
            entries={[entry]}
            openId={node}
            onOpen={() => undefined}
            onClose={() => setOpen(false)}
            source={source}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
