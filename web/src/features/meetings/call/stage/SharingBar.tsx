import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconScreenShare, IconSwitchHorizontal } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../frame/CallContext";
import type { ShareMode } from "../sharing/screenShare";
import classes from "./stage.module.css";

/** What the others see of one's screen is never in doubt: that it is shared, what of it, and how to stop. */
export function SharingBar() {
  const { t } = useTranslation();
  const { connection, state } = useCall();
  const { share } = state;
  if (!share) return null;
  const Pause = share.paused ? IconPlayerPlay : IconPlayerPause;
  const pauseLabel = share.paused ? t("call.shareResume") : t("call.sharePause");
  return (
    <section className={classes.bar} aria-label={t("call.sharing")} data-testid="sharing-bar">
      <Preview track={share.picture} />
      <IconScreenShare size={20} stroke={1.5} aria-hidden />
      <span className={classes.barText} role="status">
        {share.paused ? t("call.sharingPaused") : share.hasSound ? t("call.sharingWithSound") : t("call.sharing")}
      </span>
      <SegmentedControl
        size="sm"
        value={share.mode}
        onChange={(mode) => void connection.share.setMode(mode as ShareMode)}
        aria-label={t("call.shareMode")}
        data={[
          { value: "text", label: t("call.shareText") },
          { value: "motion", label: t("call.shareMotion") },
        ]}
      />
      <Tooltip label={pauseLabel}>
        <ActionIcon
          variant="subtle"
          size={40}
          aria-label={pauseLabel}
          onClick={() => void connection.share.pause(!share.paused)}
          data-testid="share-pause"
        >
          <Pause size={20} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("call.shareOther")}>
        <ActionIcon
          variant="subtle"
          size={40}
          aria-label={t("call.shareOther")}
          onClick={() => void connection.share.start()}
          data-testid="share-other"
        >
          <IconSwitchHorizontal size={20} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <Button color="heron" size="compact-md" onClick={() => void connection.share.stop()} data-testid="share-stop">
        {t("call.shareStop")}
      </Button>
    </section>
  );
}

function Preview({ track }: { track: MediaStreamTrack }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return <video ref={video} className={classes.preview} autoPlay muted playsInline />;
}
