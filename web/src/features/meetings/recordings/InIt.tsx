import { Button, Modal } from "@mantine/core";
import { IconDownload, IconUserMinus } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/features/cloud/fileSize";
import { ProblemNote } from "@/ui";
import { contentOf, type Recording, takeOut } from "./queries";
import classes from "./recordings.module.css";

type Track = Recording["tracks"][number];

/** Who is in it, with each one's tracks as they came; the host can take somebody out of all of it. */
export function InIt({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const [out, setOut] = useState<Track | null>(null);
  const people = new Map<string, Track[]>();
  for (const track of recording.tracks) {
    people.set(track.participant, [...(people.get(track.participant) ?? []), track]);
  }
  const sources = {
    camera: t("recording.tracks.camera"),
    microphone: t("recording.tracks.microphone"),
    screen_share: t("recording.tracks.screen"),
    screen_share_audio: t("recording.tracks.screenSound"),
  };
  if (people.size === 0) return null;
  return (
    <section className={classes.card}>
      <h2>{recording.i_host ? t("recording.tracks.title") : t("recording.tracks.mine")}</h2>
      <p className={classes.soft}>{t("recording.tracks.text")}</p>
      <ul className={classes.people}>
        {[...people.entries()].map(([participant, tracks]) => (
          <li key={participant} data-testid="in-it">
            <strong>
              <bdi>{tracks[0]?.nickname}</bdi>
            </strong>
            <span className={classes.tracks}>
              {tracks.map((track) => (
                <a
                  key={track.id}
                  href={contentOf(recording, `tracks/${track.id}`)}
                  download
                  className={classes.track}
                  aria-disabled={track.ended_at === null || undefined}
                >
                  <IconDownload size={16} stroke={1.5} aria-hidden />
                  {sources[track.source as keyof typeof sources]} · {fileSize(track.size)}
                </a>
              ))}
            </span>
            {recording.i_host && tracks[0] ? (
              <Button
                variant="subtle"
                color="heron"
                size="compact-sm"
                leftSection={<IconUserMinus size={18} stroke={1.5} />}
                onClick={() => setOut(tracks[0] ?? null)}
                data-testid="take-out"
              >
                {t("recording.tracks.takeOut")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <TakeOut recording={recording} track={out} onClose={() => setOut(null)} />
    </section>
  );
}

/** It cannot be undone: the keys of what is theirs are destroyed. */
function TakeOut({ recording, track, onClose }: { recording: Recording; track: Track | null; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const out = useMutation({
    mutationFn: () => takeOut(recording.code, recording.id, track?.participant ?? ""),
    onSuccess: () => {
      queryClient.invalidateQueries({ queryKey: ["recordings"] });
      onClose();
    },
  });
  const name = track?.nickname ?? "";
  return (
    <Modal
      opened={track !== null}
      onClose={onClose}
      title={t("recording.takeOut.title", { name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <p className={classes.question}>{t("recording.takeOut.text", { name })}</p>
      <ProblemNote error={out.error} />
      <div className={classes.answers}>
        <Button variant="default" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button color="heron" loading={out.isPending} onClick={() => out.mutate()} data-testid="take-out-confirm">
          {t("recording.tracks.takeOut")}
        </Button>
      </div>
    </Modal>
  );
}
