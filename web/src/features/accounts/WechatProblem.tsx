import { useTranslation } from "react-i18next";
import { Problem } from "@/api";
import { ProblemNote } from "@/ui";

/** What the server says in `?problem=` when somebody comes back from WeChat, in words; nothing for any other word. */
const TEXTS: Record<string, readonly [title: string, detail: string]> = {
  "wechat-cancelled": ["security.wechat.problem.cancelled", "security.wechat.problem.cancelledDetail"],
  "wechat-other-browser": ["security.wechat.problem.otherBrowser", "security.wechat.problem.otherBrowserDetail"],
  "wechat-code-refused": ["security.wechat.problem.codeRefused", "security.wechat.problem.codeRefusedDetail"],
  "wechat-failed": ["security.wechat.problem.failed", "security.wechat.problem.failedDetail"],
  "wechat-unreachable": ["security.wechat.problem.unreachable", "security.wechat.problem.unreachableDetail"],
  "wechat-too-often": ["security.wechat.problem.tooOften", "security.wechat.problem.tooOftenDetail"],
  "wechat-taken": ["security.wechat.problem.taken", "security.wechat.problem.takenDetail"],
};

export function WechatProblem({ slug }: { slug: string | undefined }) {
  const { t } = useTranslation();
  const texts = slug === undefined ? undefined : TEXTS[slug];
  if (slug === undefined || texts === undefined) return null;
  return <ProblemNote error={new Problem(slug, t(texts[0]), t(texts[1]), 0)} />;
}
