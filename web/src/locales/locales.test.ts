import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ""): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [key, value] of Object.entries(texts)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === "string") all[path] = value;
    else Object.assign(all, flatten(value, path));
  }
  return all;
}

function all(language: string): Texts {
  const directory = join("src", "locales", language);
  const texts = readdirSync(directory).map((name) => JSON.parse(readFileSync(join(directory, name), "utf8")) as Texts);
  const keys = texts.flatMap((section) => Object.keys(section));
  expect(new Set(keys).size, "a top-level key belongs to one file").toBe(keys.length);
  return Object.assign({}, ...texts);
}

const english = flatten(all("en"));
const chinese = flatten(all("zh-Hans"));

/** Languages differ in their plural forms, not in what they say. */
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
const keysOf = (texts: Record<string, string>) => [...new Set(Object.keys(texts).map(base))].sort();

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."))
  .map((path) => readFileSync(join("src", path), "utf8"))
  .join("\n");

test("both languages have the same keys", () => {
  expect(keysOf(chinese)).toEqual(keysOf(english));
});

test("every plural has the forms its language needs", () => {
  for (const [texts, language] of [
    [english, "en"],
    [chinese, "zh-Hans"],
  ] as const) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = new Set(
      Object.keys(texts)
        .filter((key) => key !== base(key))
        .map(base),
    );
    for (const key of plurals) for (const form of forms) expect(texts, key).toHaveProperty([`${key}_${form}`]);
  }
});

test("every key used in the code exists", () => {
  const used = [...sources.matchAll(/(?:\bt\(|i18nKey=)\s*"([^"]+)"/g)].map((match) => match[1]);
  expect(used.length).toBeGreaterThan(50);
  const known = new Set(keysOf(english));
  expect([...new Set(used)].filter((key) => !known.has(key ?? ""))).toEqual([]);
});

test("every key is used in the code", () => {
  const quoted = new Set([...sources.matchAll(/"([\w.-]+)"/g)].map((match) => match[1]));
  expect(keysOf(english).filter((key) => !quoted.has(key))).toEqual([]);
});

test("both languages name the same values", () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  for (const [key, text] of Object.entries(chinese)) expect(values(text), key).toEqual(values(english[key] ?? ""));
});

test("Chinese stops with full-width punctuation", () => {
  const offenders = Object.entries(chinese).filter(([, text]) =>
    /\p{Script=Han}\s*[,;:!?()]|[,;!?]\s*\p{Script=Han}/u.test(text),
  );
  expect(offenders).toEqual([]);
});
