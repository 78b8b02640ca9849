import i18next from "i18next";
import { type Problem, toProblem, unreachable } from "@/api";
import { type Bundled, bodyOf } from "../model/bundle";

const ENDPOINT = "/api/v1/cloud/bundles";
export type Outcome = { node: string } | { problem: Problem };

/** What became of each, by its id. Throws `unreachable()` where nobody answered and it may be sent again, else what the
 * server said of all of them. */
export async function sendBundle(files: readonly Bundled[], signal: AbortSignal): Promise<Map<string, Outcome>> {
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "Accept-Language": i18next.language },
    body: bodyOf(files),
    signal,
  }).catch(() => {
    throw unreachable();
  });
  if (response.status === 429 || (response.status >= 502 && response.status <= 504)) throw unreachable();
  const said = await response.json().catch(() => null);
  if (!response.ok) throw toProblem(said, response.status);
  return new Map(
    (said.items as { id: string; node: string | null; problem: { status?: number } | null }[]).map((item) => [
      item.id,
      item.node ? { node: item.node } : { problem: toProblem(item.problem, item.problem?.status ?? 500) },
    ]),
  );
}
