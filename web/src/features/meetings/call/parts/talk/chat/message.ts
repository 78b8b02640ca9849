import type { Topic } from "../../../frame/data";

/** Longer is a document: it belongs into a file. In characters, of which each has at most four bytes. */
export const MAXIMUM_LENGTH = 3000;

/** The card of a file in somebody's drive. It opens for whom the drive lets in, and gives nobody a right. */
export interface FileCard {
  node: string;
  name: string;
  mediaType: string;
  size: number;
}

export interface Message {
  id: string;
  text: string;
  file: FileCard | null;
  /** For one person alone. */
  aside: boolean;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// Characters that turn the direction of what follows make a name look like another.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

type Json = Record<string, unknown>;
const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null;
const isText = (value: unknown, most: number): value is string => typeof value === "string" && value.length <= most;

function parseCard(value: unknown): FileCard | null {
  if (!isRecord(value)) return null;
  const { node, name, mediaType, size } = value;
  if (!isText(node, 36) || !UUID.test(node) || !isText(name, 255) || !name.trim() || !isText(mediaType, 127))
    return null;
  if (typeof size !== "number" || !Number.isFinite(size) || size < 0) return null;
  return { node, name: name.replace(TURNING, ""), mediaType, size };
}

export const chatTopic: Topic<Message> = {
  name: "chat",
  parse: (value) => {
    if (!isRecord(value)) return null;
    const { id, text, file, aside } = value;
    if (!isText(id, 36) || !UUID.test(id) || !isText(text, MAXIMUM_LENGTH)) return null;
    const card = parseCard(file);
    if (!card && (file ?? null) !== null) return null;
    if (!card && !text.trim()) return null;
    return { id, text, file: card, aside: aside === true };
  },
};
