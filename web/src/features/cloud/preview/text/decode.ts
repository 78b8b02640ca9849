export interface Decoded {
  text: string;
  encoding: "UTF-8" | "UTF-16" | "GB18030" | "Windows-1252";
}

/** Text out of bytes whose encoding nobody told; null: these bytes are no text. The end may be cut anywhere. */
export function decode(bytes: Uint8Array): Decoded | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: lenient("utf-16le", bytes), encoding: "UTF-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: lenient("utf-16be", bytes), encoding: "UTF-16" };
  const utf16 = withoutMark(bytes);
  if (utf16) return { text: lenient(utf16, bytes), encoding: "UTF-16" };
  if (bytes.includes(0)) return null;
  const utf8 = strict("utf-8", bytes);
  if (utf8 !== null) return { text: utf8, encoding: "UTF-8" };
  const chinese = strict("gb18030", bytes);
  if (chinese !== null && looksChinese(chinese)) return { text: chinese, encoding: "GB18030" };
  return { text: lenient("windows-1252", bytes), encoding: "Windows-1252" };
}

/** As streamed: a character that the end cuts in two is left out, not an error. */
function strict(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

const lenient = (encoding: string, bytes: Uint8Array) => new TextDecoder(encoding).decode(bytes, { stream: true });

/** UTF-16 that lacks its mark: in western text every other byte is nought. */
function withoutMark(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const looked = Math.min(bytes.length, 2000) & ~1;
  if (looked < 4) return null;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < looked; at += 2) {
    if (bytes[at] === 0) even += 1;
    if (bytes[at + 1] === 0) odd += 1;
  }
  if (odd > looked * 0.3 && even === 0) return "utf-16le";
  if (even > looked * 0.3 && odd === 0) return "utf-16be";
  return null;
}

/** Nearly any bytes are some GB18030: it is Chinese where most of what is not ASCII falls among the common characters. */
function looksChinese(text: string): boolean {
  let common = 0;
  let foreign = 0;
  for (const character of text.slice(0, 20_000)) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    foreign += 1;
    if (
      (code >= 0x4e00 && code <= 0x9fff) ||
      (code >= 0x3000 && code <= 0x303f) ||
      (code >= 0xff00 && code <= 0xffef)
    ) {
      common += 1;
    }
  }
  return common >= foreign * 0.7;
}
