import i18next from "i18next";
import { expect, test } from "vitest";
import { duration, sentences, when } from "./format";

test("durations name two units at most", () => {
  expect(duration(42, "en")).toBe("42 sec");
  expect(duration(62, "en")).toBe("1 min 2 sec");
  expect(duration(3600, "en")).toBe("1 hr");
  expect(duration(3900, "en")).toBe("1 hr 5 min");
  expect(duration(-5, "en")).toBe("0 sec");
});

test("near times are relative, far ones are dates", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  expect(when(new Date(now - 5000).toISOString(), now, "en")).toBe("now");
  expect(when(new Date(now - 600_000).toISOString(), now, "en")).toBe("10 minutes ago");
  expect(when(new Date(now - 600_000).toISOString(), now, "zh-Hans")).toBe("10分钟前");
  expect(when(new Date(now - 86_400_000 * 40).toISOString(), now, "en")).toMatch(/2026/);
});

test.each([
  ["en", "This is too long. Use 40 characters."],
  ["zh-Hans", "This is too long.Use 40 characters."],
])("sentences stand as %s sets them, and what is missing leaves no gap", async (language, written) => {
  await i18next.init({ lng: language });
  expect(sentences("This is too long.", undefined, "", "Use 40 characters.")).toBe(written);
});
