import { useTranslation } from "react-i18next";
import { Note } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import classes from "./joining.module.css";
import type { Host } from "./queries";

/** What one should know of an organisation before joining: who will answer for the data, and what members will see. */
export function HostFacts({ host, guest }: { host: Host; guest: boolean }) {
  const { t } = useTranslation();
  const { controller } = host;
  const words: Record<string, string> = {
    name: t("joining.sees.name"),
    picture: t("joining.sees.picture"),
    department: t("joining.sees.department"),
    role: t("joining.sees.role"),
    groups: t("joining.sees.groups"),
  };
  const seen = new Intl.ListFormat(currentLocale(), { type: "conjunction" }).format(
    host.members_see.map((each) => words[each] ?? each),
  );
  return (
    <>
      <dl className={classes.facts}>
        <dt>{t("joining.host.controller")}</dt>
        <dd>
          <address className={classes.address}>
            <bdi>{controller.name}</bdi>
            <bdi>{controller.contact_name}</bdi>
            {controller.contact_email ? (
              <a href={`mailto:${controller.contact_email}`}>{controller.contact_email}</a>
            ) : null}
            {controller.address ? <bdi>{controller.address}</bdi> : null}
            <span>{regionName(controller.country)}</span>
          </address>
        </dd>
        <dt>{guest ? t("joining.host.groupsSee") : t("joining.host.membersSee")}</dt>
        <dd>{t("joining.host.seen", { seen: seen.charAt(0).toLocaleUpperCase() + seen.slice(1) })}</dd>
      </dl>
      {host.requires_second_factor ? <Note>{t("joining.host.secondFactor")}</Note> : null}
    </>
  );
}

function regionName(code: string): string {
  try {
    return new Intl.DisplayNames(currentLocale(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
