/** Two soft tones for whoever has another page before them. */
export function chime() {
  try {
    const context = new AudioContext();
    [660, 880].forEach((pitch, index) => {
      const tone = context.createOscillator();
      const loudness = context.createGain();
      const start = context.currentTime + index * 0.18;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0, start);
      loudness.gain.linearRampToValueAtTime(0.12, start + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
      tone.connect(loudness).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.32);
      if (index === 1) tone.onended = () => void context.close();
    });
  } catch {
    // No sound is no reason to be in the way.
  }
}
