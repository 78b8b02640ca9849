import { IconArrowBackUp, IconScreenShare, IconUserPlus } from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { position } from "./position";
import type { Recording } from "./queries";
import classes from "./recordings.module.css";

const icons = { joined: IconUserPlus, came_back: IconArrowBackUp, share: IconScreenShare };

/** Who came and who showed a screen: each a place to go to. */
export function Chapters({
  chapters,
  video,
}: {
  chapters: Recording["chapters"];
  video: RefObject<HTMLVideoElement | null>;
}) {
  const { t } = useTranslation();
  if (chapters.length === 0) return null;
  const sentences = {
    joined: (name: string) => t("recording.chapter.joined", { name }),
    came_back: (name: string) => t("recording.chapter.cameBack", { name }),
    share: (name: string) => t("recording.chapter.share", { name }),
  };
  return (
    <nav className={classes.chapters} aria-label={t("recording.chapter.title")}>
      <h2>{t("recording.chapter.title")}</h2>
      <ol>
        {chapters.map((chapter) => {
          const kind = chapter.kind as keyof typeof icons;
          const Icon = icons[kind];
          return (
            <li key={`${chapter.at} ${chapter.kind} ${chapter.nickname}`}>
              <button
                type="button"
                onClick={() => {
                  if (!video.current) return;
                  video.current.currentTime = chapter.at;
                  void video.current.play().catch(() => undefined);
                }}
                data-testid="chapter"
              >
                <span className={classes.time}>{position(chapter.at)}</span>
                <Icon size={18} stroke={1.5} aria-hidden />
                <span>{sentences[kind](chapter.nickname)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
