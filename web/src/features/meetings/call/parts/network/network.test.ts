import { expect, test } from "vitest";
import { protocolOf, roomToSend } from "./transport";

const report = (candidate: Record<string, unknown>) =>
  new Map<string, Record<string, unknown>>([
    ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ["p", { type: "candidate-pair", localCandidateId: "c" }],
    ["c", { type: "local-candidate", ...candidate }],
  ]);

test("the chosen pair tells how media travels; a relay's own way counts", () => {
  expect(protocolOf(report({ protocol: "udp" }))).toBe("udp");
  expect(protocolOf(report({ protocol: "tcp" }))).toBe("tcp");
  expect(protocolOf(report({ protocol: "udp", relayProtocol: "tls" }))).toBe("tcp");
});

test("the chosen pair tells how much can be sent, where the browser knows", () => {
  const pairs = (facts: Record<string, unknown>) =>
    new Map<string, Record<string, unknown>>([
      ["other", { type: "candidate-pair", availableOutgoingBitrate: 9 }],
      ["t", { type: "transport", selectedCandidatePairId: "p" }],
      ["p", { type: "candidate-pair", ...facts }],
    ]);
  expect(roomToSend(pairs({ availableOutgoingBitrate: 30_000 }))).toBe(30_000);
  expect(roomToSend(pairs({}))).toBeNull();
  expect(roomToSend(new Map())).toBeNull();
});

test("a report without a chosen pair tells nothing", () => {
  expect(protocolOf(new Map([["t", { type: "transport" }]]))).toBeNull();
  expect(protocolOf(new Map([["t", { type: "transport", selectedCandidatePairId: "gone" }]]))).toBeNull();
});
