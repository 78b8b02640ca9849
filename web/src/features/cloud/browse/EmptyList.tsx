import { Skeleton } from "@mantine/core";
import { IconClock, IconCloudUpload, IconEyeOff, IconLink, IconShare2, IconStar, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LinkButton, StatePage } from "@/ui";
import { type Shown, useAddress } from "../address";
import { EMPTY } from "../labels";
import { UploadButton } from "../uploads/UploadButton";
import classes from "./bars.module.css";

interface Props {
  shown: Shown;
  canUpload: boolean;
  onPicked: (files: File[]) => void;
}

const icons = {
  folder: IconCloudUpload,
  recent: IconClock,
  favourites: IconStar,
  shared: IconShare2,
  hidden: IconEyeOff,
  given: IconLink,
  trash: IconTrash,
};

/** Nothing here: what would be here, and what brings it. */
export function EmptyList({ shown, canUpload, onPicked }: Props) {
  const { t } = useTranslation();
  const which = shown.view !== "found" ? shown.view : shown.hidden ? "hidden" : shown.list;
  const { org } = useAddress();
  const Icon = icons[which];
  const key = which === "folder" && !canUpload ? "readOnly" : which;
  return (
    <StatePage
      scale="block"
      icon={<Icon size={28} stroke={1.5} />}
      title={t(EMPTY[key].title)}
      actions={
        which === "folder" ? (
          canUpload ? (
            <UploadButton onPicked={onPicked} inMenu={false} />
          ) : null
        ) : which === "trash" ? null : (
          <LinkButton to="/cloud" search={org ? { org } : {}} variant="default">
            {t("cloud.mine")}
          </LinkButton>
        )
      }
    >
      <p>{t(EMPTY[key].text)}</p>
    </StatePage>
  );
}

const lines = ["a", "b", "c", "d", "e", "f"];

export function ListSkeleton() {
  return (
    <div aria-busy className={classes.skeleton}>
      {lines.map((line) => (
        <div key={line}>
          <Skeleton height={24} width={24} radius="sm" />
          <Skeleton height={14} width="32%" />
          <Skeleton height={12} width={96} ml="auto" />
        </div>
      ))}
    </div>
  );
}
