import { queryOptions, useQuery } from "@tanstack/react-query";
import { toProblem } from "@/api";
import type { Shown, Source } from "../entry";
import { type Decoded, decode } from "./decode";

/** More text than anybody reads in a preview, and as much as a phone lays out at once. */
export const SHOWN_BYTES = 1024 * 1024;

const textQuery = (entry: Shown, source: Source) =>
  queryOptions({
    queryKey: ["preview", "text", source.inline(entry)],
    queryFn: async (): Promise<Decoded | null> => {
      const answer = await fetch(source.inline(entry), { headers: { Range: `bytes=0-${SHOWN_BYTES - 1}` } });
      if (!answer.ok) throw toProblem(await answer.json().catch(() => null), answer.status);
      return decode(new Uint8Array(await answer.arrayBuffer()).subarray(0, SHOWN_BYTES));
    },
    // A content keeps its version's address for ever.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export function useText(entry: Shown, source: Source) {
  const text = useQuery(textQuery(entry, source));
  return { ...text, cut: entry.size > SHOWN_BYTES };
}
