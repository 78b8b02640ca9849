import i18next from "i18next";
import { toProblem, unreachable } from "./client";

/**
 * POST a file as it is, for an answer of 201; `fetch` does not tell how much of it has gone out. Rejects with a
 * Problem, or with an AbortError once `signal` says so.
 */
export function sendFile<T>(
  path: string,
  file: File,
  mediaType: string,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", mediaType);
    request.setRequestHeader("Accept-Language", i18next.language);
    request.responseType = "json";
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status === 201) resolve(request.response as T);
      else reject(toProblem(request.response, request.status));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
