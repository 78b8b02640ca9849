export type Piece = { text: string; href: string | null };

const LINK = /\bhttps?:\/\/[^\s<>"'`\u3000-\u303f\uff00-\uffef]+/gi;
// What ends a sentence ends no address; a closing bracket does not unless one was opened in it.
const TRAILING = /[.,;:!?…]+$/;

/** A text in pieces, addresses apart from the rest. Only `http` and `https`: a page cannot be made to run a script. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const typed = trimmed(match[0]);
    const href = addressOf(typed);
    if (!href) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), href: null });
    found.push({ text: typed, href });
    from = match.index + typed.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), href: null });
  return found;
}

function trimmed(typed: string): string {
  const bare = typed.replace(TRAILING, "");
  return bare.endsWith(")") && !bare.includes("(") ? trimmed(bare.slice(0, -1)) : bare;
}

function addressOf(typed: string): string | null {
  try {
    const { protocol, href } = new URL(typed);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}
