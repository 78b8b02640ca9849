import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// What text is drawn with on each ground; WCAG 2.2, 1.4.3 asks 4.5:1.
const PAIRS = [
  ["ink", "paper"],
  ["ink-soft", "sunk"],
  ["ink-soft", "paper"],
  ["accent", "paper"],
  ["accent", "surface"],
  ["on-accent", "accent"],
  ["accent-strong", "accent-wash"],
  ["accent-strong", "reed-wash"],
  ["accent-strong", "heron-wash"],
  ["heron-text", "heron-wash"],
  ["moss-text", "moss-wash"],
  ["on-heron", "heron"],
] as const;

type Colour = [number, number, number, number];

const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8");

function tokens(block: string): Record<string, Colour> {
  const found: Record<string, Colour> = {};
  for (const [, name = "", hex, red, green, blue, share] of block.matchAll(
    /--egret-([a-z-]+): (?:#([0-9a-f]{6})|rgb\((\d+) (\d+) (\d+) \/ (\d+)%\));/g,
  )) {
    found[name] = hex
      ? ([0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).concat(1) as Colour)
      : [Number(red), Number(green), Number(blue), Number(share) / 100];
  }
  return found;
}

const [light = "", rest = ""] = css.split(':root[data-mantine-color-scheme="dark"]');
const themes = { light: tokens(light), dark: { ...tokens(light), ...tokens(rest) } };

const over = (top: Colour, below: Colour): Colour =>
  [0, 1, 2].map((at) => (top[at] ?? 0) * top[3] + (below[at] ?? 0) * (1 - top[3])).concat(1) as Colour;

function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(text: Colour, ground: Colour): number {
  const [one, other] = [luminance(text), luminance(ground)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

test.each(Object.entries(themes))("text is legible on what it stands on: %s", (_, theme) => {
  const of = (name: string) => theme[name] ?? expect.fail(`no colour ${name}`);
  for (const [text, ground] of PAIRS) {
    // A wash lies on a card or on the page itself.
    for (const below of ["surface", "paper"]) {
      expect(contrast(of(text), over(of(ground), of(below))), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});
