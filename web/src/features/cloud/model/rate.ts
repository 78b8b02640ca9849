/** Over so long the rate is taken: shorter and it jumps, longer and it lags behind a network that changed. */
const WINDOW = 8000;

export interface Sample {
  at: number;
  bytes: number;
}

export const sampled = (samples: readonly Sample[], now: Sample): Sample[] => [
  ...samples.filter((each) => now.at - each.at <= WINDOW),
  now,
];

/** Bytes a second, or null while too little is known to say. */
export function rateOf(samples: readonly Sample[], now: number): number | null {
  const recent = samples.filter((each) => now - each.at <= WINDOW);
  const [first] = recent;
  const last = recent.at(-1);
  if (!first || !last || last.at - first.at < 500) return null;
  const rate = ((last.bytes - first.bytes) / (now - first.at)) * 1000;
  return rate > 0 ? rate : null;
}
