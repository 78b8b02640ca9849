import i18next from "i18next";
import { type Problem, toProblem } from "@/api";

// What a lost connection costs at most.
const CHUNK = 8 * 1024 * 1024;

// Soon after a blink, then for ten minutes: a server that starts again, a train in a tunnel.
const RETRIES = [0, 1000, 3000, 5000, 10_000, ...Array<number>(20).fill(30_000)];

interface Wanted {
  token: string;
  pass: string;
  node: string;
  file: File;
  path: string;
  onProgress: (share: number) => void;
}

/** One file into a link's folder by tus 1.0; a taken name is numbered, since whoever uploads sees no names. */
export async function uploadByLink({ token, pass, node, file, path, onProgress }: Wanted): Promise<void> {
  const tus = await import("tus-js-client");
  await new Promise<void>((resolve, reject: (problem: Problem) => void) => {
    new tus.Upload(file, {
      endpoint: "/api/v1/cloud/uploads",
      chunkSize: CHUNK,
      metadata: {
        filename: file.name,
        filetype: file.type,
        parent: node,
        relativePath: path.includes("/") ? path : "",
        conflict: "keep_both",
      },
      headers: {
        "Accept-Language": i18next.language,
        "Egret-Link": token,
        ...(pass ? { "Egret-Link-Pass": pass } : {}),
      },
      // Nothing is kept in a visitor's browser: whoever closes the page begins again.
      storeFingerprintForResuming: false,
      retryDelays: RETRIES,
      onProgress: (sent, total) => onProgress(total ? sent / total : 1),
      onSuccess: () => resolve(),
      onError: (error) => {
        const answer = "originalResponse" in error ? error.originalResponse : null;
        let body: unknown = null;
        try {
          body = JSON.parse(answer?.getBody() ?? "null");
        } catch {
          // A proxy's page: no words of ours in it.
        }
        reject(toProblem(body, answer?.getStatus() ?? 0));
      },
    }).start();
  });
}
