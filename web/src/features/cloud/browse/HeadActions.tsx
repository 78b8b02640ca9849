import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFolderPlus, IconInfoCircle, IconLayoutGrid, IconList } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAddress } from "../address";
import classes from "../cloud.module.css";
import { UploadButton } from "../uploads/UploadButton";

interface Props {
  uploadTo: string | null;
  onPicked: (files: File[]) => void;
  onNewFolder: () => void;
  children: ReactNode;
}

/** How the list is shown, and what is added to it; uploading last, as every page's first act. */
export function HeadActions({ uploadTo, onPicked, onNewFolder, children }: Props) {
  const { t } = useTranslation();
  const { grid, setGrid, details, setDetails } = useAddress();
  const toggles = [
    {
      id: "grid",
      label: t(grid ? "cloud.asList" : "cloud.asGrid"),
      Icon: grid ? IconList : IconLayoutGrid,
      on: grid,
      set: setGrid,
    },
    { id: "details", label: t("cloud.details"), Icon: IconInfoCircle, on: details, set: setDetails },
  ];
  return (
    <div className={classes.headActions}>
      {toggles.map(({ id, label, Icon, on, set }) => (
        <Tooltip key={id} label={label}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="inherit"
            size={36}
            aria-label={label}
            aria-pressed={id === "details" ? on : undefined}
            onClick={() => set(!on)}
            data-testid={`toggle-${id}`}
          >
            <Icon size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      ))}
      {children}
      {uploadTo ? (
        <>
          <Button
            variant="default"
            leftSection={<IconFolderPlus size={20} stroke={1.5} />}
            onClick={onNewFolder}
            data-testid="new-folder"
          >
            {t("cloud.newFolder")}
          </Button>
          <UploadButton onPicked={onPicked} />
        </>
      ) : null}
    </div>
  );
}
