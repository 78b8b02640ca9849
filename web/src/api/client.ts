import i18next from "i18next";
import createClient from "openapi-fetch";
import type { paths } from "./schema";

/** What went wrong, in the person's language: the server's own words, or ours when it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly slug: string,
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(title);
  }
}

export const api = createClient<paths>({ baseUrl: window.location.origin });

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", i18next.language);
    return request;
  },
  onError: unreachable,
});

/** The answer's body, or a `Problem` thrown: so that queries and mutations need no branches of their own. */
export async function unwrap<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  throw toProblem(error, response.status);
}

/** What an answer that is no success says. */
export function toProblem(body: unknown, status: number): Problem {
  if (typeof body === "object" && body !== null && "title" in body) {
    const { type, title, detail, ...facts } = body as Record<string, unknown>;
    const slug = String(type ?? "").replace(/^urn:egret:/, "");
    return new Problem(slug, String(title), String(detail ?? ""), status, facts);
  }
  // A proxy answered in place of the backend, or the backend fell over: neither speaks problem+json.
  return new Problem("failed", i18next.t("problem.failed"), i18next.t("problem.failedDetail"), status);
}

/** Nobody answered. */
export function unreachable(): Problem {
  return new Problem("unreachable", i18next.t("problem.unreachable"), i18next.t("problem.unreachableDetail"), 0);
}

export function isProblem(error: unknown, ...slugs: string[]): error is Problem {
  return error instanceof Problem && (slugs.length === 0 || slugs.includes(error.slug));
}
