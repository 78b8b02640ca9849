import { Button, Progress } from "@mantine/core";
import "@mantine/core/styles/Progress.css";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Note, ProblemNote } from "@/ui";
import { cancelFilm, composeFilm, isMaking, type Recording } from "./queries";
import classes from "./recordings.module.css";

/** The film is not there: how far it is, or what to do. */
export function FilmProgress({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const { code, id, film, i_host } = recording;
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ["recordings"] });
  const cancel = useMutation({ mutationFn: () => cancelFilm(code, id), onSettled: again });
  const layout = film?.layout === "gallery" ? "gallery" : "speaker";
  const make = useMutation({ mutationFn: () => composeFilm(code, id, layout), onSettled: again });
  if (!film && !isMaking(recording)) return <Note title={t("recording.page.nothing")} />;
  if (film?.progress === "failed" || film?.progress === "cancelled") {
    const failed = film.progress === "failed";
    return (
      <section className={classes.making}>
        <Note
          tone={failed ? "warn" : "calm"}
          title={failed ? t("recording.page.failed") : t("recording.page.cancelled")}
        >
          <p>{t("recording.page.tracksThere")}</p>
        </Note>
        <ProblemNote error={make.error} />
        {i_host && recording.tracks.length > 0 ? (
          <Button loading={make.isPending} onClick={() => make.mutate()} data-testid="make-film">
            {t("recording.page.makeAgain")}
          </Button>
        ) : null}
      </section>
    );
  }
  const percent = film?.percent ?? 0;
  const waiting = film?.progress !== "running";
  return (
    <section className={classes.making} data-testid="making">
      <div className={classes.makingHead}>
        <strong>{waiting ? t("recording.page.waiting") : t("recording.page.making", { percent })}</strong>
        {i_host && film ? (
          <Button
            variant="default"
            size="sm"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
            data-testid="cancel-film"
          >
            {t("common.cancel")}
          </Button>
        ) : null}
      </div>
      <Progress value={percent} aria-label={t("recording.page.making", { percent })} />
      <p className={classes.soft}>{t("recording.page.makingText")}</p>
      <ProblemNote error={cancel.error} />
    </section>
  );
}
