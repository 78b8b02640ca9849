import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import { WechatProblem } from "./WechatProblem";

/** Why the way back from WeChat or from an organisation ended without a sign-in: the server's slugs in our words. */
export function ArrivalNote({ problem }: { problem: string }) {
  const { t } = useTranslation();
  if (problem.startsWith("wechat-")) return <WechatProblem slug={problem} />;
  const words: Record<string, string> = {
    "sso-stale": t("security.arrival.stale"),
    "sso-declined": t("security.arrival.cancelled"),
    "sso-email": t("security.arrival.foreignEmail"),
    "sso-inactive": t("security.arrival.inactive"),
    "sso-not-provisioned": t("security.arrival.notProvisioned"),
    "sso-taken": t("security.arrival.taken"),
    "provider-unreachable": t("security.arrival.unreachable"),
    "policy-not-accepted": t("security.arrival.policy"),
  };
  return (
    <div role="alert" data-testid="arrival-problem">
      <Note tone="warn" title={t("security.arrival.title")}>
        <p>{words[problem] ?? t("security.arrival.failed")}</p>
      </Note>
    </div>
  );
}
