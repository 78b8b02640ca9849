import { IconUser } from "@tabler/icons-react";
import type { CSSProperties } from "react";
import classes from "./avatar.module.css";

interface Props {
  name: string | null;
  picture: string | null;
  size: number;
}

/** A person's picture, or their initials, or a plain figure. Decorative: the name stands beside it in words. */
export function Avatar({ name, picture, size }: Props) {
  const letters = initials(name ?? "");
  return (
    <span className={classes.avatar} style={{ "--avatar-size": `${size}px` } as CSSProperties} aria-hidden>
      {letters || <IconUser size={size * 0.6} stroke={1.5} />}
      {picture ? (
        // One that was removed meanwhile leaves the initials below it in sight.
        <img
          key={picture}
          src={picture}
          alt=""
          width={size}
          height={size}
          decoding="async"
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
        />
      ) : null}
    </span>
  );
}

const segments = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const first = (word: string) => [...segments.segment(word)][0]?.segment ?? "";

/** First letters of the first and last word; Chinese, Japanese and Korean names show the given name's last character. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const [word = ""] = words;
  if (words.length === 1 && /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u.test(word)) {
    return [...segments.segment(word)].at(-1)?.segment ?? "";
  }
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (first(word) + first(last)).toLocaleUpperCase();
}
