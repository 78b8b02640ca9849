import { expect, test } from "vitest";
import { meetingCodeOf, meetingNumberOf } from "./code";

test.each([
  ["abcd-efgh-jkmn"],
  ["  ABCD-EFGH-JKMN "],
  ["https://meet.example/m/abcd-efgh-jkmn"],
  ["Join us: https://meet.example/m/abcd-efgh-jkmn?x=1 tomorrow"],
  ["加入会议：abcd-efgh-jkmn。"],
  ["abcdefghjkmn"],
])("finds the code in %s", (text) => {
  expect(meetingCodeOf(text)).toBe("abcd-efgh-jkmn");
});

test.each([[""], ["hello"], ["abcd-efgh"], ["abcd-efgh-jkmnp"], ["https://meet.example/meetings"]])(
  "finds none in %j",
  (text) => {
    expect(meetingCodeOf(text)).toBeNull();
  },
);

test.each([["123 456 7890"], [" 123-456-7890 "], ["１２３4567890"]])("finds the number in %j", (text) => {
  expect(meetingNumberOf(text)).toBe("1234567890");
});

test.each([["123456789"], ["123456789012"], ["+44 7700 900123 x"], ["abcd-efgh-jkmn"]])(
  "finds no number in %j",
  (text) => {
    expect(meetingNumberOf(text)).toBeNull();
  },
);
