import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { loadTexts } from "@/ui";
import { myErasureQuery } from "./queries";

// Nearly nobody deletes their account: only who does downloads what says so.
const ErasureBar = lazy(async () => {
  const [part] = await Promise.all([import("./ErasureBar"), loadTexts("erasure")]);
  return { default: part.ErasureBar };
});

/** On every page while it can be cancelled. */
export function ErasureNotice() {
  const mine = useQuery(myErasureQuery);
  const there = useRouterState({ select: (state) => state.location.pathname === "/privacy/mine/delete" });
  const order = mine.data?.erasure;
  if (there || order?.state !== "planned") return null;
  return (
    <Suspense fallback={null}>
      <ErasureBar dueAt={order.due_at} />
    </Suspense>
  );
}
