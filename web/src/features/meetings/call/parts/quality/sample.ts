/** What the server keeps of a measurement; nothing else is ever sent. */
export interface Beacon {
  sent_kbps?: number;
  received_kbps?: number;
  sent_lost_permille?: number;
  received_lost_permille?: number;
  jitter_ms?: number;
  round_trip_ms?: number;
  freezes?: number;
  width?: number;
  height?: number;
  codec?: "vp8" | "vp9" | "h264" | "h265" | "av1";
}

/** What of a browser's report is looked at (W3C, "Identifiers for WebRTC's Statistics API"). */
export interface Stat {
  id: string;
  type: string;
  kind?: string;
  bytesSent?: number;
  bytesReceived?: number;
  packetsSent?: number;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  roundTripTime?: number;
  currentRoundTripTime?: number;
  nominated?: boolean;
  freezeCount?: number;
  frameWidth?: number;
  frameHeight?: number;
  codecId?: string;
  mimeType?: string;
}

type Counter = "bytesSent" | "bytesReceived" | "packetsSent" | "packetsReceived" | "packetsLost" | "freezeCount";
const counters: readonly Counter[] = [
  "bytesSent",
  "bytesReceived",
  "packetsSent",
  "packetsReceived",
  "packetsLost",
  "freezeCount",
];

/** Counters of all streams at one moment, by the stream's id. */
export type Snapshot = ReadonlyMap<string, Partial<Record<Counter, number>>>;

export const snapshotOf = (stats: readonly Stat[]): Snapshot =>
  new Map(
    stats.map((stat) => [
      stat.id,
      Object.fromEntries(counters.flatMap((name) => (stat[name] === undefined ? [] : [[name, stat[name]]]))),
    ]),
  );

/** What happened between two looks, `seconds` apart. A stream that was not there before began at zero. */
export function measure(before: Snapshot, stats: readonly Stat[], seconds: number): Beacon {
  const since = (stat: Stat, name: Counter) =>
    // A stream that was opened anew counts from zero: less than before is no negative growth.
    Math.max(0, (stat[name] ?? 0) - (before.get(stat.id)?.[name] ?? 0));
  const of = (type: string) => stats.filter((stat) => stat.type === type);
  const sum = (list: Stat[], name: Counter) => list.reduce((total, stat) => total + since(stat, name), 0);
  const [sent, received, told] = [of("outbound-rtp"), of("inbound-rtp"), of("remote-inbound-rtp")];
  const picture = sent
    .filter((stat) => stat.kind === "video" && (stat.frameWidth ?? 0) > 0 && since(stat, "bytesSent") > 0)
    .sort((one, other) => (other.frameWidth ?? 0) - (one.frameWidth ?? 0))[0];
  const codec = stats.find((stat) => stat.type === "codec" && stat.id === picture?.codecId)?.mimeType;
  const trips = [
    ...told.flatMap((stat) => stat.roundTripTime ?? []),
    ...of("candidate-pair").flatMap((stat) => (stat.nominated ? (stat.currentRoundTripTime ?? []) : [])),
  ];
  return clean({
    sent_kbps: kbps(sum(sent, "bytesSent"), seconds),
    received_kbps: kbps(sum(received, "bytesReceived"), seconds),
    sent_lost_permille: permille(sum(told, "packetsLost"), sum(sent, "packetsSent")),
    received_lost_permille: permille(
      sum(received, "packetsLost"),
      sum(received, "packetsReceived") + sum(received, "packetsLost"),
    ),
    jitter_ms: milliseconds(received.flatMap((stat) => stat.jitter ?? [])),
    round_trip_ms: milliseconds(trips),
    freezes: received.some((stat) => stat.freezeCount !== undefined) ? sum(received, "freezeCount") : undefined,
    width: picture?.frameWidth,
    height: picture?.frameHeight,
    codec: codecOf(codec),
  });
}

const kbps = (bytes: number, seconds: number) => (seconds > 0 ? Math.round((bytes * 8) / seconds / 1000) : undefined);
const permille = (lost: number, of: number) => (of > 0 ? Math.min(1000, Math.round((lost / of) * 1000)) : undefined);
const milliseconds = (seconds: number[]) => (seconds.length > 0 ? Math.round(Math.max(...seconds) * 1000) : undefined);

function codecOf(mimeType: string | undefined): Beacon["codec"] {
  const name = mimeType?.toLowerCase().split("/")[1];
  return name === "vp8" || name === "vp9" || name === "h264" || name === "h265" || name === "av1" ? name : undefined;
}

function clean(beacon: { [Key in keyof Beacon]: Beacon[Key] | undefined }): Beacon {
  return Object.fromEntries(Object.entries(beacon).filter(([, value]) => value !== undefined)) as Beacon;
}
