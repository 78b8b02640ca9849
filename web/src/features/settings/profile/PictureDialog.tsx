import { Button, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "@/api";
import { ProblemNote, useReturnedFocus } from "@/ui";
import { Camera } from "./Camera";
import { Cropper } from "./Cropper";
import { cropOf, type Size, type View } from "./crop";
import classes from "./profile.module.css";
import { type Crop, MAXIMUM_BYTES, type Profile, previewPicture, putPicture } from "./queries";

interface Props {
  /** A chosen file, or "camera" to take one. */
  source: File | "camera";
  onClose: () => void;
  onSaved: (profile: Profile) => void;
}

/** From a file or the camera to the square that is kept. */
export function PictureDialog({ source, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  useReturnedFocus();
  const [picture, setPicture] = useState<Blob | null>(source === "camera" ? null : source);
  const [shown, setShown] = useState<Blob | null>(picture);
  const [crop, setCrop] = useState<Crop | null>(null);
  const [progress, setProgress] = useState(0);
  const url = useObjectUrl(shown);

  const tooLarge = picture && picture.size > MAXIMUM_BYTES;
  // The server reads kinds that this browser does not, HEIC above all.
  const preview = useMutation({ mutationFn: previewPicture, onSuccess: setShown });
  const save = useMutation({
    mutationFn: (kept: Blob) => putPicture(kept, crop, setProgress),
    onSuccess: onSaved,
    onSettled: () => setProgress(0),
  });

  const onView = useCallback((view: View, size: Size) => setCrop(cropOf(view, size)), []);
  const take = (taken: Blob) => {
    setPicture(taken);
    setShown(taken);
  };
  const retake = () => {
    save.reset();
    setPicture(null);
    setShown(null);
    setCrop(null);
  };
  const problem = tooLarge
    ? new Problem("picture-too-large", t("profile.picture.tooLarge"), t("profile.picture.tooLargeDetail"), 0)
    : (preview.error ?? save.error);

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(picture ? "profile.picture.crop" : "profile.camera.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      closeOnClickOutside={!save.isPending}
    >
      <div className={classes.dialog}>
        {picture === null ? <Camera onTaken={take} /> : null}
        {url && !tooLarge && !preview.isPending && !preview.error ? (
          <Cropper url={url} onView={onView} onUnshowable={() => picture && preview.mutate(picture)} />
        ) : null}
        {preview.isPending ? <p role="status">{t("profile.picture.converting")}</p> : null}
        <ProblemNote error={problem} />
        {save.isPending ? (
          <progress className={classes.progress} value={progress} max={1} aria-label={t("profile.picture.sending")} />
        ) : null}
        <div className={classes.pair}>
          {source === "camera" && picture ? (
            <Button variant="default" onClick={retake} disabled={save.isPending}>
              {t("profile.camera.retake")}
            </Button>
          ) : (
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
          )}
          {picture ? (
            <Button
              onClick={() => save.mutate(picture)}
              loading={save.isPending}
              disabled={!crop || Boolean(tooLarge)}
              data-testid="save-picture"
            >
              {t("profile.picture.save")}
            </Button>
          ) : null}
        </div>
      </div>
    </Modal>
  );
}

/** An address for a picture in this page's memory, given back when it is no longer shown. */
function useObjectUrl(blob: Blob | null): string | null {
  const url = useMemo(() => (blob ? URL.createObjectURL(blob) : null), [blob]);
  useEffect(
    () => () => {
      if (url) URL.revokeObjectURL(url);
    },
    [url],
  );
  return url;
}
