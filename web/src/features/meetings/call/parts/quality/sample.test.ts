import { expect, test } from "vitest";
import { measure, type Stat, snapshotOf } from "./sample";

const earlier: Stat[] = [
  { id: "o1", type: "outbound-rtp", kind: "video", bytesSent: 1000, packetsSent: 10, frameWidth: 320, codecId: "c" },
  {
    id: "i1",
    type: "inbound-rtp",
    kind: "video",
    bytesReceived: 500,
    packetsReceived: 50,
    packetsLost: 1,
    freezeCount: 1,
  },
];
const later: Stat[] = [
  {
    id: "o1",
    type: "outbound-rtp",
    kind: "video",
    bytesSent: 126_000,
    packetsSent: 110,
    frameWidth: 320,
    frameHeight: 180,
    codecId: "c",
  },
  {
    id: "o2",
    type: "outbound-rtp",
    kind: "video",
    bytesSent: 250_000,
    packetsSent: 200,
    frameWidth: 1280,
    frameHeight: 720,
    codecId: "c",
  },
  { id: "o3", type: "outbound-rtp", kind: "video", bytesSent: 0, packetsSent: 0, frameWidth: 1920, frameHeight: 1080 },
  {
    id: "i1",
    type: "inbound-rtp",
    kind: "video",
    bytesReceived: 125_500,
    packetsReceived: 140,
    packetsLost: 11,
    freezeCount: 3,
    jitter: 0.0123,
  },
  { id: "r1", type: "remote-inbound-rtp", packetsLost: 3, roundTripTime: 0.0421 },
  { id: "p1", type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
  { id: "p2", type: "candidate-pair", nominated: true, currentRoundTripTime: 0.03 },
  { id: "c", type: "codec", mimeType: "video/VP8" },
];

test("what happened between two looks", () => {
  expect(measure(snapshotOf(earlier), later, 10)).toEqual({
    sent_kbps: 300,
    received_kbps: 100,
    sent_lost_permille: 10,
    received_lost_permille: 100,
    jitter_ms: 12,
    round_trip_ms: 42,
    freezes: 2,
    width: 1280,
    height: 720,
    codec: "vp8",
  });
});

test("of nothing nothing is told, and a stream that began anew has not shrunk", () => {
  expect(measure(snapshotOf([]), [], 10)).toEqual({ sent_kbps: 0, received_kbps: 0 });
  const anew: Stat[] = [{ id: "i1", type: "inbound-rtp", bytesReceived: 100, packetsReceived: 1, packetsLost: -2 }];
  expect(measure(snapshotOf(earlier), anew, 10)).toEqual({ sent_kbps: 0, received_kbps: 0 });
});
