import { expect, test } from "vitest";
import { Board } from "./board";
import { decode, MAXIMUM_BYTES, type Topic } from "./data";
import { parseRoomState } from "./roomState";

const count: Topic<number> = { name: "count", parse: (value) => (typeof value === "number" ? value : null) };
const bytes = (text: string) => new TextEncoder().encode(text);

test("a message of the topic is read; another shape, no JSON, or too many bytes are dropped", () => {
  expect(decode(count, bytes("7"))).toBe(7);
  expect(decode(count, bytes('"7"'))).toBeNull();
  expect(decode(count, bytes("{"))).toBeNull();
  expect(decode(count, new Uint8Array([0xff, 0xfe]))).toBeNull();
  expect(decode(count, bytes("7".padStart(MAXIMUM_BYTES + 1)))).toBeNull();
});

test.each([undefined, "", "null", "[]", '"x"', '{"rules":{"chat":7},"recording":[],"spotlight":{}}'])(
  "metadata %s leaves a call with everything allowed and nothing recorded",
  (metadata) => {
    expect(parseRoomState(metadata)).toEqual({
      recording: null,
      recordingElsewhere: null,
      locked: false,
      lobby: false,
      rules: { share: "all", chat: "all", unmute: "all" },
      breakouts: [],
      breakoutsUntil: null,
      spotlight: null,
    });
  },
);

test("what the server tells is read", () => {
  const told = {
    recording: { id: "r", state: "recording" },
    locked: true,
    lobby: true,
    rules: { chat: "hosts" },
    spotlight: "p",
  };
  expect(parseRoomState(JSON.stringify(told))).toEqual({
    ...told,
    recordingElsewhere: null,
    breakouts: [],
    breakoutsUntil: null,
    rules: { share: "all", chat: "hosts", unmute: "all" },
  });
});

test("a toast replaces the one with its id, and the oldest gives way", () => {
  const board = new Board();
  board.toast({ id: "a", text: "one" });
  board.toast({ id: "a", text: "two" });
  expect(board.toasts().map((toast) => toast.text)).toEqual(["two"]);
  for (const text of ["x", "y", "z"]) board.toast({ text });
  expect(board.toasts().map((toast) => toast.text)).toEqual(["x", "y", "z"]);
});

test("a breakout room is told of the main room's recording apart from its own, which there is none of", () => {
  const told = parseRoomState('{"recording":null,"recording_elsewhere":{"id":"r","state":"announced"}}');
  expect(told.recording).toBeNull();
  expect(told.recordingElsewhere).toEqual({ id: "r", state: "announced" });
});
