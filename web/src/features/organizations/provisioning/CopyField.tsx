import { ActionIcon, TextInput, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "@/ui";

/** A value to be carried to another program's form. */
export function CopyField({ label, value, testId }: { label: string; value: string; testId: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const Icon = copied ? IconCheck : IconCopy;
  const words = copied ? t("common.copied") : t("provisioning.copy", { label });
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      data-testid={testId}
      rightSection={
        <Tooltip label={words}>
          <ActionIcon
            variant="subtle"
            size={36}
            aria-label={words}
            onClick={async () => setCopied(await copyText(value))}
            onBlur={() => setCopied(false)}
          >
            <Icon size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
