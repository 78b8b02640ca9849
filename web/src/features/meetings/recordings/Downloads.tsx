import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/features/cloud/fileSize";
import { contentOf, type Recording } from "./queries";

/** The whole, or its sound alone; single tracks stand beside those who are in them. */
export function Downloads({ recording, ready }: { recording: Recording; ready: boolean }) {
  const { t } = useTranslation();
  if (!ready) return null;
  const size = recording.film?.size;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          leftSection={<IconDownload size={20} stroke={1.5} />}
          rightSection={<IconChevronDown size={18} stroke={1.5} />}
          data-testid="download"
        >
          {t("recording.download.button")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${contentOf(recording, "film")}?download=true`} download data-testid="get-film">
          {t("recording.download.film")}
          {size ? ` · ${fileSize(size)}` : ""}
        </Menu.Item>
        <Menu.Item component="a" href={contentOf(recording, "sound")} download data-testid="get-sound">
          {t("recording.download.sound")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
