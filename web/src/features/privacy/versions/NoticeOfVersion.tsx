import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { loadTexts } from "@/ui";
import { noticeQuery } from "./queries";

// Few are told of anything at any time: only they download what says so.
const NoticeBar = lazy(async () => {
  const [part] = await Promise.all([import("./NoticeBar"), loadTexts("mine")]);
  return { default: part.NoticeBar };
});

/** On every page: the policy changed since I accepted it. */
export function NoticeOfVersion() {
  const notice = useQuery(noticeQuery).data;
  if (!notice) return null;
  return (
    <Suspense fallback={null}>
      <NoticeBar notice={notice} />
    </Suspense>
  );
}
