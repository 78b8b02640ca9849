import type { PreviousUpload, UrlStorage } from "tus-js-client";
import { read, renew } from "@/ui/storage";

/** So long the server keeps an upload that nobody goes on with. */
const KEPT_FOR = 7 * 24 * 3_600_000;

/** An upload as this browser remembers it: enough to find it again, and to say which file is missing. */
export interface KeptUpload {
  fingerprint: string;
  url: string;
  person: string;
  parent: string;
  path: string;
  name: string;
  size: number;
  at: number;
}

type Kept = Record<string, KeptUpload>;

export function parseKept(text: string | null, now: number): Kept {
  try {
    const all = JSON.parse(text ?? "{}") as Kept;
    return Object.fromEntries(
      Object.entries(all).filter(([, each]) => typeof each.url === "string" && now - each.at < KEPT_FOR),
    );
  } catch {
    return {};
  }
}

const change = (act: (kept: Kept) => void) =>
  renew("uploads", (text) => {
    const kept = parseKept(text, Date.now());
    act(kept);
    return Object.keys(kept).length > 0 ? JSON.stringify(kept) : null;
  });

export const forget = (key: string) => change((kept) => delete kept[key]);

export const keptOf = (person: string): [string, KeptUpload][] =>
  Object.entries(parseKept(read("uploads"), Date.now())).filter(([, each]) => each.person === person);

const previous = (key: string, each: KeptUpload): PreviousUpload => ({
  size: each.size,
  metadata: {},
  creationTime: new Date(each.at).toISOString(),
  urlStorageKey: key,
  uploadUrl: each.url,
  parallelUploadUrls: null,
});

/** What tus-js-client remembers, under our one registered name. */
export const storageFor = (person: string): UrlStorage => ({
  async findAllUploads() {
    return keptOf(person).map(([key, each]) => previous(key, each));
  },
  async findUploadsByFingerprint(fingerprint) {
    return keptOf(person)
      .filter(([, each]) => each.fingerprint === fingerprint)
      .map(([key, each]) => previous(key, each));
  },
  async removeUpload(key) {
    forget(key);
  },
  async addUpload(fingerprint, upload) {
    const key = upload.uploadUrl?.slice(upload.uploadUrl.lastIndexOf("/") + 1) ?? fingerprint;
    const { parent = "", relativePath = "", filename = "" } = upload.metadata;
    change((kept) => {
      kept[key] = {
        fingerprint,
        url: upload.uploadUrl ?? "",
        person,
        parent,
        path: relativePath,
        name: filename,
        size: upload.size ?? 0,
        at: Date.now(),
      };
    });
    return key;
  },
});
