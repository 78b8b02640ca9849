import { expect, test } from "vitest";
import { meetingCodeOf } from "./code";

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
