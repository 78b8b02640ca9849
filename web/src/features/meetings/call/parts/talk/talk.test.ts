import { expect, test } from "vitest";
import { decode } from "../../frame/data";
import { pieces } from "./chat/links";
import { chatTopic, MAXIMUM_LENGTH } from "./chat/message";
import { Chat, type Line } from "./chat/store";
import { shareOf } from "./polls/share";
import { reactionTopic } from "./reactions/reactions";
import { face, parseTimer, secondsLeft } from "./timer/countdown";

const ID = "01890a5d-ac96-774b-bcce-b302099a8057";
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const links = (text: string) => pieces(text).flatMap(({ href }) => href ?? []);

test.each([
  ["see https://egret.example/a?b=1#c.", ["https://egret.example/a?b=1#c"]],
  ["(http://a.example/x)", ["http://a.example/x"]],
  ["https://a.example/x_(y)", ["https://a.example/x_(y)"]],
  ["看 https://a.example/路，然后", ["https://a.example/%E8%B7%AF"]],
  ["javascript:alert(1) data:text/html,x //a.example ftp://a.example", []],
  ["https://", []],
  ['https://a.example/"><script>alert(1)</script>', ["https://a.example/"]],
])("the addresses in %s", (text, expected) => {
  expect(links(text)).toEqual(expected);
  expect(
    pieces(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

test("a message of another shape, too long, or with a card that is none, is dropped", () => {
  const good = { id: ID, text: "hello", file: null, aside: false };
  expect(decode(chatTopic, bytes(good))).toEqual(good);
  const card = { node: ID, name: "plan.pdf", mediaType: "application/pdf", size: 7 };
  expect(decode(chatTopic, bytes({ ...good, text: "", file: card }))?.file).toEqual(card);
  for (const bad of [
    { ...good, id: "1" },
    { ...good, text: "  " },
    { ...good, text: 7 },
    { ...good, text: "x".repeat(MAXIMUM_LENGTH + 1) },
    { ...good, file: { ...card, node: "../../etc" } },
    { ...good, file: { ...card, size: -1 } },
    { ...good, file: "plan.pdf" },
    [],
    null,
  ]) {
    expect(decode(chatTopic, bytes(bad))).toBeNull();
  }
  expect(decode(chatTopic, new Uint8Array(1024 * 1024))).toBeNull();
});

test("the longest message fits into one of the engine's, whatever its characters", () => {
  const longest = { id: ID, text: "鹭".repeat(MAXIMUM_LENGTH), file: null, aside: true };
  expect(decode(chatTopic, bytes(longest))).toEqual(longest);
});

test("nobody replaces what another wrote, and what was not sent is taken back", () => {
  const chat = new Chat();
  const line = (from: string, text: string, mine = false): Line => ({
    ...{ id: ID, text, file: null, aside: false, from, name: from, mine, at: 0, toName: null },
  });
  chat.add(line("a", "one"));
  chat.add(line("a", "again"));
  chat.add(line("b", "two"));
  expect(chat.lines().map((each) => each.text)).toEqual(["one", "two"]);
  expect(chat.unread()).toBe(2);
  chat.reading(true);
  chat.add(line("me", "mine", true));
  expect(chat.unread()).toBe(0);
  chat.remove(ID);
  expect(chat.lines().map((each) => each.from)).toEqual(["a", "b"]);
});

test("reactions are of the closed list", () => {
  expect(reactionTopic.parse({ from: "a", kind: "heart" })).toEqual({ from: "a", kind: "heart" });
  for (const bad of [null, {}, { from: "a", kind: "constructor" }, { from: 1, kind: "heart" }]) {
    expect(reactionTopic.parse(bad)).toBeNull();
  }
});

test("a timer counts down to zero and never shows more than was set", () => {
  const timer = parseTimer(JSON.stringify({ timer: { ends_at: "2026-11-29T10:00:00+00:00", seconds: 300 } }));
  expect(timer).toEqual({ endsAt: Date.UTC(2026, 10, 29, 10), seconds: 300 });
  for (const bad of [undefined, "", "7", "null", '{"timer":null}', '{"timer":{"ends_at":"x","seconds":1}}']) {
    expect(parseTimer(bad)).toBeNull();
  }
  if (!timer) throw new Error();
  expect(secondsLeft(timer, timer.endsAt - 61_500)).toBe(62);
  expect(secondsLeft(timer, timer.endsAt + 1)).toBe(0);
  expect(secondsLeft(timer, timer.endsAt - 3_600_000)).toBe(300);
  expect([face(62), face(3723)]).toEqual(["1:02", "1:02:03"]);
});

test("shares of no votes are nothing", () => {
  expect([shareOf(0, 0), shareOf(1, 3), shareOf(3, 3)]).toEqual([0, 33, 100]);
});
