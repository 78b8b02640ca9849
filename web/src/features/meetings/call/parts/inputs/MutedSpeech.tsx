import { useEffect } from "react";
import { useCall } from "../../frame/CallContext";

const EVERY = 100;
// Speech at arm's length has a root mean square near 0.1, a quiet room stays below 0.01.
const LOUD = 0.04;
/** Of the last ten looks: a cough is shorter, a sentence longer. */
const OFTEN = 3;
const LOOKS = 10;

/** Tells whoever chose it that they speak into a muted microphone. Nothing of it leaves the page. */
export function MutedSpeech() {
  const { t, connection, state, toast } = useCall();
  const { inputs } = connection;
  const listens = state.sound.warnWhenMuted && !state.sound.pushToTalk && !state.on.microphone;
  useEffect(() => {
    const muted = inputs.microphone?.mediaStreamTrack;
    if (!listens || !muted || muted.readyState === "ended") return;
    // The muted track is silent for us too; its twin is not.
    const twin = muted.clone();
    twin.enabled = true;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    // A little longer than the pause between two looks, so that nothing falls in between.
    analyser.fftSize = 8192;
    context.createMediaStreamSource(new MediaStream([twin])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let looks: boolean[] = [];
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      looks = [...looks, Math.sqrt(power) > LOUD].slice(-LOOKS);
      if (looks.filter(Boolean).length < OFTEN) return;
      looks = [];
      toast({
        id: "muted-speech",
        text: t("call.speaksMuted"),
        action: { label: t("devices.microphoneTurnOn"), run: () => void inputs.switch("microphone", true) },
      });
    }, EVERY);
    return () => {
      clearInterval(timer);
      twin.stop();
      void context.close();
    };
  }, [listens, inputs, t, toast]);
  return null;
}
