import { Button, Title } from "@mantine/core";
import { IconCamera, IconShieldCheck, IconTrash, IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar, ProblemNote, UndoToast } from "@/ui";
import settings from "../settings.module.css";
import { PictureDialog } from "./PictureDialog";
import classes from "./profile.module.css";
import { type Profile, putPicture, removePicture, useShowProfile } from "./queries";

/** What the server takes; some systems know HEIC and AVIF by their endings only. */
const KINDS = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,image/avif,.heic,.heif,.avif";

export function PictureSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const showProfile = useShowProfile();
  const chooser = useRef<HTMLInputElement>(null);
  const [source, setSource] = useState<File | "camera" | null>(null);
  const [over, setOver] = useState(false);
  // What was removed stays in this page's memory for as long as the way back is offered.
  const [removed, setRemoved] = useState<Blob | null>(null);
  const forget = useCallback(() => setRemoved(null), []);

  const remove = useMutation({
    mutationFn: async (url: string) => {
      const kept = await fetch(url).then((answer) => (answer.ok ? answer.blob() : null));
      showProfile(await removePicture());
      return kept;
    },
    onSuccess: setRemoved,
  });
  const putBack = useMutation({
    mutationFn: (kept: Blob) => putPicture(kept, null, () => undefined),
    onSuccess: showProfile,
    onSettled: forget,
  });

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) setSource(file);
  };

  return (
    <section
      className={settings.section}
      aria-labelledby="picture-title"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-testid="picture"
    >
      <Title order={2} id="picture-title">
        {t("profile.picture.title")}
      </Title>
      <div className={classes.picture}>
        <Avatar name={profile.name} picture={profile.picture?.large_url ?? null} size={112} />
        <div className={classes.ways}>
          <div className={classes.buttons}>
            <Button
              variant="default"
              leftSection={<IconUpload size={20} stroke={1.5} />}
              onClick={() => chooser.current?.click()}
            >
              {t("profile.picture.choose")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconCamera size={20} stroke={1.5} />}
              onClick={() => setSource("camera")}
              data-testid="use-camera"
            >
              {t("profile.camera.use")}
            </Button>
            {profile.picture ? (
              <Button
                variant="subtle"
                color="heron"
                leftSection={<IconTrash size={20} stroke={1.5} />}
                loading={remove.isPending}
                onClick={() => profile.picture && remove.mutate(profile.picture.large_url)}
                data-testid="remove-picture"
              >
                {t("profile.remove")}
              </Button>
            ) : null}
          </div>
          <p className={classes.soft}>{t("profile.picture.drop")}</p>
        </div>
        <input
          ref={chooser}
          type="file"
          accept={KINDS}
          hidden
          onChange={(event) => {
            setSource(event.currentTarget.files?.[0] ?? null);
            // The same file may be chosen again.
            event.currentTarget.value = "";
          }}
          data-testid="picture-file"
        />
      </div>
      <p className={classes.why}>
        <IconShieldCheck size={18} stroke={1.5} aria-hidden />
        <span>{t("profile.picture.why")}</span>
      </p>
      <ProblemNote error={remove.error ?? putBack.error} />
      {source ? (
        <PictureDialog
          source={source}
          onClose={() => setSource(null)}
          onSaved={(saved) => {
            showProfile(saved);
            setSource(null);
            forget();
          }}
        />
      ) : null}
      {removed ? (
        <UndoToast text={t("profile.picture.removed")} onUndo={() => putBack.mutate(removed)} onGone={forget} />
      ) : null}
    </section>
  );
}
