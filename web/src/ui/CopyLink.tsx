import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconCheck, IconLink } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "./insecure";

/** Long enough to be read, short enough to offer the button again. */
const SHOWN_FOR = 2000;

export function CopyLink({ link, compact = false }: { link: string; compact?: boolean }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [copied]);
  const Icon = copied ? IconCheck : IconLink;
  const label = copied ? t("common.copied") : t("common.copyLink");
  const copy = async () => setCopied(await copyText(link));
  if (!compact) {
    return (
      <Button variant="default" onClick={copy} leftSection={<Icon size={18} stroke={1.5} />} data-testid="copy-link">
        <span aria-live="polite">{label}</span>
      </Button>
    );
  }
  return (
    <Tooltip label={label} opened={copied || undefined}>
      <ActionIcon variant="subtle" size={40} onClick={copy} aria-label={label} data-testid="copy-link">
        <Icon size={20} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  );
}
