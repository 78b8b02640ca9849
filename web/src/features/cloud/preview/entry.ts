import { type Problem, toProblem } from "@/api";
import type { paths } from "@/api/schema";

type Children = paths["/api/v1/cloud/nodes/{node_id}/children"]["get"]["responses"][200];
export type Entry = Children["content"]["application/json"]["items"][number];

/** What of an entry is needed to show it: nodes, search results and files behind a link have it too. */
export type Shown = Pick<Entry, "id" | "name" | "is_folder" | "size" | "media_type" | "modified_at" | "version">;

/** Where contents come from: the drive, or a public link. */
export interface Source {
  inline: (entry: Shown) => string;
  /** A picture file as a JPEG, where the server draws one: of formats that browsers do not read. */
  drawn?: (entry: Shown) => string;
  download: (entry: Shown) => string;
}

const address = (entry: Shown, disposition: "inline" | "attachment") => {
  // The version stands in the address, so that a browser never mixes ranges of two contents.
  const version = entry.version ? `&version=${entry.version}` : "";
  return `/api/v1/cloud/nodes/${entry.id}/content?disposition=${disposition}${version}`;
};

/** A picture file drawn by the server, for a tile or for the whole page. */
export const drawn = (entry: Shown, size: "tile" | "page") =>
  `/api/v1/cloud/nodes/${entry.id}/picture?size=${size}${entry.version ? `&version=${entry.version}` : ""}`;

export const DRIVE: Source = {
  inline: (entry) => address(entry, "inline"),
  drawn: (entry) => drawn(entry, "page"),
  download: (entry) => address(entry, "attachment"),
};

/** Why a content cannot be had; null: it can, and it is the content that cannot be shown. */
export async function problemOf(url: string): Promise<Problem | null> {
  try {
    const answer = await fetch(url, { headers: { Range: "bytes=0-0" } });
    if (answer.ok || answer.status === 416) return null;
    return toProblem(await answer.json().catch(() => null), answer.status);
  } catch {
    return toProblem(null, 0);
  }
}
