import { useIsSpeaking, VideoTrack } from "@livekit/components-react";
import { ActionIcon } from "@mantine/core";
import { IconMicrophoneOff, IconPinned, IconPinnedOff, IconPlayerPause, IconScreenShare } from "@tabler/icons-react";
import { type Participant, Track, type TrackPublication } from "livekit-client";
import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../frame/CallContext";
import { tileMarks } from "../parts";
import { nameOf } from "../useMembers";
import { QualityMark } from "./QualityMark";
import classes from "./stage.module.css";
import { useParticipantChanges } from "./useParticipantChanges";
import type { View } from "./views";

interface Props {
  view: View;
  /** Left out: as its place in a strip. */
  height?: number;
  start?: number | undefined;
  large?: boolean;
}

export function Tile({ view, height, start, large = false }: Props) {
  const { layout, setLayout } = useCall();
  const pinned = layout.pinned === view.key;
  return (
    <li
      className={classes.tile}
      style={{ height, gridColumnStart: start }}
      data-testid={view.share ? "share" : "tile"}
      data-identity={view.participant.identity}
      data-local={view.participant.isLocal}
      data-large={large || undefined}
      onDoubleClick={() => setLayout({ pinned: pinned ? null : view.key, page: 0 })}
    >
      {view.share ? <Shared participant={view.participant} /> : <Person participant={view.participant} />}
      <PinButton
        pinned={pinned}
        name={nameOf(view.participant)}
        onPin={() => setLayout({ pinned: pinned ? null : view.key, page: 0 })}
      />
    </li>
  );
}

const Person = memo(function Person({ participant }: { participant: Participant }) {
  const { t } = useTranslation();
  useParticipantChanges(participant);
  const camera = participant.getTrackPublication(Track.Source.Camera);
  const showsVideo = camera?.track !== undefined && !camera.isMuted;
  const starved = showsVideo && camera.track?.streamState === Track.StreamState.Paused;
  const muted = !participant.isMicrophoneEnabled;
  const name = nameOf(participant);
  return (
    <>
      {/* Under the video too: what is seen until the first frame has come. */}
      <span className={classes.avatar} aria-hidden>
        {initialsOf(name)}
      </span>
      {showsVideo && camera ? (
        <Picture
          className={participant.isLocal ? classes.mirror : undefined}
          participant={participant}
          publication={camera}
        />
      ) : null}
      {starved ? <span className={classes.starved}>{t("call.pictureStarved")}</span> : null}
      {muted ? null : <Ring participant={participant} />}
      <span className={classes.label}>
        {muted ? <IconMicrophoneOff size={20} stroke={1.5} role="img" aria-label={t("call.isMuted")} /> : null}
        <bdi>{name}</bdi>
        {participant.isLocal ? <span className={classes.you}>{t("call.you")}</span> : null}
        <QualityMark quality={participant.connectionQuality} />
        {tileMarks.map(({ id, Part: Mark }) => (
          <Mark key={id} participant={participant} />
        ))}
      </span>
    </>
  );
});

function Ring({ participant }: { participant: Participant }) {
  return <span className={classes.ring} data-speaking={useIsSpeaking(participant) || undefined} />;
}

interface PictureProps {
  className: string | undefined;
  participant: Participant;
  publication: TrackPublication;
}

/** The library subscribes anew for each new reference: one for as long as it is the same track. */
function Picture({ className, participant, publication }: PictureProps) {
  const { source } = publication;
  const trackRef = useMemo(() => ({ participant, publication, source }), [participant, publication, source]);
  return <VideoTrack className={className} trackRef={trackRef} />;
}

function Shared({ participant }: { participant: Participant }) {
  const { t } = useTranslation();
  useParticipantChanges(participant);
  const publication = participant.getTrackPublication(Track.Source.ScreenShare);
  if (!publication) return null;
  return (
    <>
      {publication.track ? (
        <Picture className={classes.shared} participant={participant} publication={publication} />
      ) : null}
      {publication.isMuted ? (
        <span className={classes.paused}>
          <IconPlayerPause size={28} stroke={1.5} aria-hidden />
          {t("call.sharePaused", { name: nameOf(participant) })}
        </span>
      ) : null}
      <span className={classes.label}>
        <IconScreenShare size={20} stroke={1.5} aria-hidden />
        <bdi>{nameOf(participant)}</bdi>
      </span>
    </>
  );
}

function PinButton({ pinned, name, onPin }: { pinned: boolean; name: string; onPin: () => void }) {
  const { t } = useTranslation();
  const Icon = pinned ? IconPinnedOff : IconPinned;
  const label = pinned ? t("call.unpin", { name }) : t("call.pin", { name });
  return (
    <ActionIcon
      className={classes.pin}
      variant="transparent"
      size={36}
      onClick={onPin}
      aria-label={label}
      title={label}
      data-pinned={pinned || undefined}
      data-testid="pin"
    >
      <Icon size={20} stroke={1.5} />
    </ActionIcon>
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
