import i18next from "i18next";
import type { DetailedError, Upload } from "tus-js-client";
import { type Problem, toProblem, unreachable } from "@/api";
import type { Answer } from "../model/conflicts";
import { storageFor } from "./kept";

const ENDPOINT = "/api/v1/cloud/uploads";
// What a lost connection costs at most, and small enough that a proxy's usual limits let it through.
const CHUNK = 8 * 1024 * 1024;

export interface Wanted {
  file: File;
  person: string;
  parent: string;
  path: string;
  conflict: Answer | "ask";
}

export interface Hearing {
  onProgress: (sent: number) => void;
  onDone: (node: string | null) => void;
  /** `lost`: nobody answered, so that it may go on later; otherwise the server said no. */
  onFailed: (problem: Problem, lost: boolean) => void;
}

/** One file on its way by tus 1.0; it goes on where an earlier attempt with the same file stopped. */
export async function begin(wanted: Wanted, hearing: Hearing): Promise<Upload> {
  // Nobody needs the client before the first upload.
  const tus = await import("tus-js-client");
  const { file, person, parent, path, conflict } = wanted;
  let node: string | null = null;
  const upload = new tus.Upload(file, {
    endpoint: ENDPOINT,
    chunkSize: CHUNK,
    uploadDataDuringCreation: true,
    metadata: {
      filename: file.name,
      filetype: file.type,
      parent,
      relativePath: path.includes("/") ? path : "",
      lastModified: String(file.lastModified),
      conflict,
    },
    headers: { "Accept-Language": i18next.language },
    // The queue tries again, without an end and for all of them at once when the network is back.
    retryDelays: null,
    urlStorage: storageFor(person),
    fingerprint: async () => fingerprintOf(wanted),
    removeFingerprintOnSuccess: true,
    onAfterResponse: (_request, response) => {
      node = response.getHeader("Egret-Node") ?? node;
    },
    onProgress: (sent) => hearing.onProgress(sent),
    onSuccess: () => hearing.onDone(node),
    onError: (error) => hearing.onFailed(...understood(error)),
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier) upload.resumeFromPreviousUpload(earlier);
  return upload;
}

/** The same file to the same place, by whom: a browser gives no path, but these five together do not meet by chance. */
export const fingerprintOf = ({ file, person, parent, path }: Wanted): string =>
  JSON.stringify([person, parent, path, file.size, file.lastModified]);

function understood(error: Error | DetailedError): [Problem, boolean] {
  const response = "originalResponse" in error ? error.originalResponse : null;
  const status = response?.getStatus() ?? 0;
  // No answer; busy with another request for the same upload (423); or a proxy while the server starts again.
  if (!response || status === 0 || status === 423 || status === 429 || (status >= 502 && status <= 504)) {
    return [unreachable(), true];
  }
  try {
    return [toProblem(JSON.parse(response.getBody()), status), false];
  } catch {
    return [toProblem(null, status), status >= 500];
  }
}

/** The server forgets an upload; where it cannot be told, it does so by itself after a while. */
export async function terminate(url: string) {
  const tus = await import("tus-js-client");
  await tus.Upload.terminate(url, { retryDelays: null }).catch(() => undefined);
}
