import { useIsSpeaking, VideoTrack } from "@livekit/components-react";
import { IconMicrophoneOff } from "@tabler/icons-react";
import { type Participant, Track } from "livekit-client";
import { useTranslation } from "react-i18next";
import classes from "./call.module.css";
import { nameOf } from "./useMembers";

interface Props {
  participant: Participant;
  height: number;
  start: number | undefined;
}

export function Tile({ participant, height, start }: Props) {
  const { t } = useTranslation();
  const speaking = useIsSpeaking(participant);
  const camera = participant.getTrackPublication(Track.Source.Camera);
  const showsVideo = camera?.track !== undefined && !camera.isMuted;
  const muted = !participant.isMicrophoneEnabled;
  const name = nameOf(participant);
  return (
    <li
      className={classes.tile}
      style={{ height, gridColumnStart: start }}
      data-testid="tile"
      data-identity={participant.identity}
      data-local={participant.isLocal}
      data-speaking={(speaking && !muted) || undefined}
    >
      {/* Under the video too: what is seen until the first frame has come. */}
      <span className={classes.avatar} aria-hidden>
        {initialsOf(name)}
      </span>
      {showsVideo && camera ? (
        <VideoTrack
          className={participant.isLocal ? classes.mirror : undefined}
          trackRef={{ participant, publication: camera, source: Track.Source.Camera }}
        />
      ) : null}
      <span className={classes.label}>
        {muted ? <IconMicrophoneOff size={20} stroke={1.5} role="img" aria-label={t("call.isMuted")} /> : null}
        <bdi>{name}</bdi>
        {participant.isLocal ? <span className={classes.you}>{t("call.you")}</span> : null}
      </span>
    </li>
  );
}

/** Two initials of a name in letters; one character of a Chinese name, as is the custom there. */
export function initialsOf(name: string): string {
  const segments = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim())];
  const first = segments[0]?.segment ?? "";
  if (/\p{Script=Han}/u.test(first)) return segments.at(segments.length <= 3 ? -1 : 0)?.segment ?? first;
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? (words.at(-1)?.at(0) ?? "") : "";
  return (first + last).toLocaleUpperCase();
}
