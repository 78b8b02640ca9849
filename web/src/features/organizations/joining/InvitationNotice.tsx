import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { loadTexts } from "@/ui";
import { expectedForMeQuery } from "./expected";

// Few are invited at any time: only they download what says so.
const InvitationBar = lazy(async () => {
  const [part] = await Promise.all([import("./InvitationBar"), loadTexts("organizations", "joining")]);
  return { default: part.InvitationBar };
});

/** On every page: an organisation entered data about me, and waits for my answer. */
export function InvitationNotice() {
  const expected = useQuery(expectedForMeQuery);
  const there = useRouterState({ select: (state) => state.location.pathname === "/organizations" });
  const items = expected.data?.items ?? [];
  if (there || items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <InvitationBar items={items} />
    </Suspense>
  );
}
