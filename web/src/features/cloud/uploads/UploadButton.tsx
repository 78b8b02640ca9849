import { Button, Menu } from "@mantine/core";
import { IconFileUpload, IconFolderUp, IconUpload } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  onPicked: (files: File[]) => void;
  /** Whether folders are offered as well. */
  inMenu?: boolean;
}

// Phones have no folders to pick from.
const picksFolders = "webkitdirectory" in HTMLInputElement.prototype && !matchMedia("(pointer: coarse)").matches;

export function UploadButton({ onPicked, inMenu = true }: Props) {
  const { t } = useTranslation();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const withMenu = inMenu && picksFolders;
  const button = (
    <Button
      leftSection={<IconUpload size={20} stroke={1.5} />}
      onClick={withMenu ? undefined : () => files.current?.click()}
      data-testid="upload"
    >
      {t("cloud.upload")}
    </Button>
  );
  const input = (which: typeof files, directory: boolean) => (
    <input
      ref={which}
      type="file"
      multiple
      hidden
      {...(directory ? { webkitdirectory: "" } : {})}
      onChange={(event) => {
        const picked = [...(event.currentTarget.files ?? [])];
        // The same file can be picked again.
        event.currentTarget.value = "";
        onPicked(picked);
      }}
      data-testid={directory ? "pick-directory" : "pick-files"}
    />
  );
  return (
    <>
      {input(files, false)}
      {picksFolders ? input(folder, true) : null}
      {withMenu ? (
        <Menu position="bottom-end">
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFileUpload size={18} stroke={1.5} />} onClick={() => files.current?.click()}>
              {t("cloud.uploadFiles")}
            </Menu.Item>
            <Menu.Item leftSection={<IconFolderUp size={18} stroke={1.5} />} onClick={() => folder.current?.click()}>
              {t("cloud.uploadFolder")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        button
      )}
    </>
  );
}
