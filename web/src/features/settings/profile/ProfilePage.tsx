import { Button, Skeleton } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { DeleteLink } from "@/features/privacy/erasure/DeleteLink";
import { PageHead, StatePage } from "@/ui";
import settings from "../settings.module.css";
import { PictureSection } from "./PictureSection";
import classes from "./profile.module.css";
import { profileQuery } from "./queries";
import { TextsForm } from "./TextsForm";

export function ProfilePage() {
  const { t } = useTranslation();
  const profile = useQuery(profileQuery);
  return (
    <>
      <PageHead title={t("profile.title")}>{t("profile.lead")}</PageHead>
      {profile.isPending ? (
        <div className={classes.picture} aria-busy>
          <Skeleton circle height={112} />
          <Skeleton height={44} width={180} />
        </div>
      ) : null}
      {profile.isError && !profile.data ? (
        <StatePage
          scale="block"
          icon={<IconPlugConnectedX size={28} stroke={1.5} />}
          title={isProblem(profile.error) ? profile.error.title : t("problem.failed")}
          actions={<Button onClick={() => profile.refetch()}>{t("common.retry")}</Button>}
        >
          <p>{isProblem(profile.error) ? profile.error.detail : t("problem.failedDetail")}</p>
        </StatePage>
      ) : null}
      {profile.data ? (
        <div className={settings.sections}>
          <PictureSection profile={profile.data} />
          <TextsForm profile={profile.data} />
          <DeleteLink />
        </div>
      ) : null}
    </>
  );
}
