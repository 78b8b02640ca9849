import { SegmentedControl } from "@mantine/core";
import { forwardRef, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts } from "@/ui";
import { contentOf, type Recording } from "./queries";
import classes from "./recordings.module.css";

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP = 10;

/** The browser's own player, with what it lacks: the same speeds everywhere, and keys. */
export const Player = forwardRef(function Player(
  { recording }: { recording: Recording },
  outer: Ref<HTMLVideoElement>,
) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  useImperativeHandle(outer, () => video.current as HTMLVideoElement);
  const [speed, setSpeed] = useState(1);
  useEffect(() => {
    if (video.current) video.current.playbackRate = speed;
  }, [speed]);
  const move = (seconds: number) => {
    if (video.current) video.current.currentTime += seconds;
  };
  useShortcuts([
    {
      keys: ["k"],
      label: t("recording.player.play"),
      run: () => void (video.current?.paused ? video.current.play() : video.current?.pause()),
    },
    { keys: ["j"], label: t("recording.player.back", { count: STEP }), run: () => move(-STEP) },
    { keys: ["l"], label: t("recording.player.on", { count: STEP }), run: () => move(STEP) },
    { keys: ["f"], label: t("recording.player.full"), run: () => void video.current?.requestFullscreen() },
  ]);
  // A film that is made anew has another size: the player must not mix the two.
  const version = recording.film?.size ?? 0;
  return (
    <div className={classes.player}>
      {/* biome-ignore lint/a11y/useMediaCaption: captions are off by design until they can be made without sending sound away */}
      <video
        key={version}
        ref={video}
        className={classes.video}
        src={`${contentOf(recording, "film")}?v=${version}`}
        controls
        playsInline
        preload="metadata"
        data-testid="player"
        onLoadedMetadata={(event) => {
          event.currentTarget.playbackRate = speed;
        }}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("recording.player.speed")}
        value={String(speed)}
        onChange={(value) => setSpeed(Number(value))}
        data={SPEEDS.map((each) => ({ value: String(each), label: `${each}×` }))}
        data-testid="speed"
      />
    </div>
  );
});
