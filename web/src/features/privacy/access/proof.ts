import type { DataAccessProof } from "@/api";

const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Whether entry and path make the root that was signed (RFC 9162 §2.1.3.2); null where the browser cannot compute it. */
export async function proves({ number, entry, path, head }: DataAccessProof): Promise<boolean | null> {
  if (!globalThis.crypto?.subtle) return null;
  let [position, last] = [number, head.size - 1];
  let found = await sha256(LEAF, new TextEncoder().encode(entry));
  // Halves are rounded down without shifts: those take 32 bits alone.
  const half = (value: number) => Math.floor(value / 2);
  for (const step of path.map(fromHex)) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      found = await sha256(NODE, step, found);
      while (position % 2 === 0 && position > 0) [position, last] = [half(position), half(last)];
    } else {
      found = await sha256(NODE, found, step);
    }
    [position, last] = [half(position), half(last)];
  }
  return last === 0 && toHex(found) === head.root;
}
