import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./prejoin.module.css";

const BARS = ["1", "2", "3", "4", "5"];
// Speech at arm's length has a root mean square near 0.1; quieter must still move the first bar.
const FULL_SCALE = 0.14;

/** Shows that the microphone hears: painted directly, since sixty renders a second would be waste. */
export function LevelMeter({ track }: { track: MediaStreamTrack }) {
  const { t } = useTranslation();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    const paint = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const lit = Math.min(BARS.length, Math.ceil((Math.sqrt(power) / FULL_SCALE) * BARS.length - 0.2));
      if (meter.current) meter.current.dataset.lit = String(Math.max(0, lit));
      frame = requestAnimationFrame(paint);
    };
    paint();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [track]);
  return (
    <div ref={meter} className={classes.meter} role="img" aria-label={t("door.level")} title={t("door.level")}>
      {BARS.map((bar) => (
        <span key={bar} />
      ))}
    </div>
  );
}
