import { ConnectionQuality, ParticipantEvent, Track } from "livekit-client";
import { useEffect } from "react";
import { useCall } from "../../frame/CallContext";
import { roomToSend } from "./transport";

/** A dip passes by itself. */
const WEAK_FOR = 8000;
/** What a voice needs beside its repairs, in bits per second. Browsers go on sending a picture that has no room. */
const VOICE_ALONE = 100_000;

/**
 * Whose own line is weak learns it, and that the camera could make room for the voice. Where there is room for the voice
 * alone the camera goes off by itself.
 */
export function WeakWatch() {
  const { t, room, connection, state, toast } = useCall();
  const camera = state.on.camera;
  useEffect(() => {
    if (!camera) return;
    const { localParticipant } = room;
    let timer: ReturnType<typeof setInterval> | undefined;
    let asked = false;
    const look = async () => {
      const track = localParticipant.getTrackPublication(Track.Source.Camera)?.track;
      const report = await track?.getRTCStatsReport().catch(() => undefined);
      const free = report ? roomToSend(report) : null;
      if (timer === undefined) return;
      if (free !== null && free < VOICE_ALONE) {
        const action = { label: t("devices.cameraTurnOn"), run: () => void connection.toggle("camera") };
        toast({ id: "weak", text: t("call.voiceAlone"), action, stays: true });
        void connection.inputs.switch("camera", false);
      } else if (!asked) {
        asked = true;
        const action = { label: t("devices.cameraTurnOff"), run: () => void connection.inputs.switch("camera", false) };
        toast({ id: "weak", text: t("call.weak"), action });
      }
    };
    const onQuality = (quality: ConnectionQuality) => {
      const weak = quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost;
      if (weak) {
        timer ??= setInterval(() => void look(), WEAK_FOR);
      } else {
        clearInterval(timer);
        timer = undefined;
        asked = false;
      }
    };
    onQuality(localParticipant.connectionQuality);
    localParticipant.on(ParticipantEvent.ConnectionQualityChanged, onQuality);
    return () => {
      clearInterval(timer);
      timer = undefined;
      localParticipant.off(ParticipantEvent.ConnectionQualityChanged, onQuality);
    };
  }, [room, connection, camera, t, toast]);
  return null;
}
