import { ConnectionQuality, ParticipantEvent } from "livekit-client";
import { useEffect } from "react";
import { useCall } from "../../frame/CallContext";

/** A dip passes by itself. */
const WEAK_FOR = 8000;

/** Whose own line is weak learns it, and that the camera could make room for the voice. */
export function WeakWatch() {
  const { t, room, connection, state, toast } = useCall();
  const camera = state.on.camera;
  useEffect(() => {
    const { localParticipant } = room;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onQuality = (quality: ConnectionQuality) => {
      const weak = quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost;
      if (!weak) {
        clearTimeout(timer);
        timer = undefined;
      }
      if (!weak || timer !== undefined || !camera) return;
      timer = setTimeout(() => {
        const action = { label: t("devices.cameraTurnOff"), run: () => void connection.inputs.switch("camera", false) };
        toast({ id: "weak", text: t("call.weak"), action });
      }, WEAK_FOR);
    };
    localParticipant.on(ParticipantEvent.ConnectionQualityChanged, onQuality);
    return () => {
      clearTimeout(timer);
      localParticipant.off(ParticipantEvent.ConnectionQualityChanged, onQuality);
    };
  }, [room, connection, camera, t, toast]);
  return null;
}
