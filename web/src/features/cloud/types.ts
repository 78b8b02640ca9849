import type { paths } from "@/api/schema";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer T } } } };
}
  ? T
  : never;

export type Space = Answer<"/api/v1/cloud/spaces">["items"][number];
export type FolderNode = Answer<"/api/v1/cloud/nodes/{node_id}">;
export type EntriesPage = Answer<"/api/v1/cloud/nodes/{node_id}/children">;
export type FoundPage = Answer<"/api/v1/cloud/recent">;
export type ReceivedPage = Answer<"/api/v1/cloud/shared-with-me">;
export type Trash = Answer<"/api/v1/cloud/spaces/{space_id}/trash">;
export type Trashed = Trash["items"][number];
export type Place = FolderNode["path"][number];
export type Role = Space["role"];
/** A line of a list. */
export type Entry = EntriesPage["items"][number] & {
  /** The folder it is in, where the list goes across folders and the person may open that. */
  place?: Place | null;
  /** Of what others shared: taken off the list; given to the person by name, who can give it up. */
  hidden?: boolean;
  own?: boolean;
  /** In the trash: what the folder was called that it was in, and until when it can be brought back. */
  was?: string;
  goes_at?: string;
};
