import { Button, Modal, SegmentedControl } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "@/ui";
import { composeFilm, deleteRecording, type Recording } from "./queries";
import classes from "./recordings.module.css";
import { Save } from "./Save";

/** What its host decides: how it looks, where a copy is kept, whether it stays. */
export function Manage({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const { code, id, film } = recording;
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const layout = useMutation({
    mutationFn: (chosen: "speaker" | "gallery") => composeFilm(code, id, chosen),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["recordings"] }),
  });
  return (
    <section className={classes.card}>
      <h2>{t("recording.manage.title")}</h2>
      {film && recording.tracks.length > 0 ? (
        <div className={classes.setting}>
          <div>
            <strong>{t("recording.manage.layout")}</strong>
            <p className={classes.soft}>{t("recording.manage.layoutText")}</p>
          </div>
          <SegmentedControl
            aria-label={t("recording.manage.layout")}
            value={film.layout}
            disabled={layout.isPending}
            onChange={(value) => layout.mutate(value === "gallery" ? "gallery" : "speaker")}
            data={[
              { value: "speaker", label: t("recording.manage.speaker") },
              { value: "gallery", label: t("recording.manage.gallery") },
            ]}
            data-testid="film-layout"
          />
        </div>
      ) : null}
      <ProblemNote error={layout.error} />
      {film?.progress === "done" || recording.savings.length > 0 ? <Save recording={recording} /> : null}
      <div className={classes.setting}>
        <div>
          <strong>{t("recording.manage.kept")}</strong>
          <p className={classes.soft}>{t("recording.manage.deleteText", { count: recording.kept_days })}</p>
        </div>
        <Button
          variant="default"
          color="heron"
          leftSection={<IconTrash size={18} stroke={1.5} />}
          onClick={() => setAsking(true)}
          data-testid="delete-recording"
        >
          {t("recording.manage.delete")}
        </Button>
      </div>
      <Delete recording={recording} opened={asking} onClose={() => setAsking(false)} />
    </section>
  );
}

function Delete({ recording, opened, onClose }: { recording: Recording; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const gone = useMutation({
    mutationFn: () => deleteRecording(recording.code, recording.id),
    onSuccess: async () => {
      await navigate({
        to: "/meetings/recordings",
        search: recording.organization ? { org: recording.organization } : {},
      });
      queryClient.removeQueries({ queryKey: ["recordings", "one", recording.id] });
      queryClient.invalidateQueries({ queryKey: ["recordings"] });
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("recording.delete.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <p className={classes.question}>{t("recording.delete.text")}</p>
      <ProblemNote error={gone.error} />
      <div className={classes.answers}>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button color="heron" loading={gone.isPending} onClick={() => gone.mutate()} data-testid="delete-confirm">
          {t("recording.manage.delete")}
        </Button>
      </div>
    </Modal>
  );
}
