import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { gap, Note } from "@/ui";
import { domainsQuery } from "../queries";
import classes from "./provisioning.module.css";

/** Signing in by the provider begins with a mail domain: which there are, or what is missing. */
export function DomainsNote({ organization }: { organization: string }) {
  const { t } = useTranslation();
  const domains = useQuery(domainsQuery(organization));
  if (!domains.data) return null;
  const verified = domains.data.items.filter((domain) => domain.verified_at);
  const settings = (
    <Link to="/o/$organization/settings" params={{ organization }}>
      {t("provisioning.domains.settings")}
    </Link>
  );
  if (verified.length === 0) {
    return (
      <div className={classes.note} data-testid="no-domain">
        <Note tone="warn" title={t("provisioning.domains.none")}>
          <p>
            {t(domains.data.items.length > 0 ? "provisioning.domains.waiting" : "provisioning.domains.claim")}
            {gap()}
            {settings}
          </p>
        </Note>
      </div>
    );
  }
  return (
    <p className={classes.domains} data-testid="domains">
      <span>{t("provisioning.domains.verified")}</span>
      {verified.map((domain) => (
        <bdi key={domain.id}>{domain.name}</bdi>
      ))}
      {settings}
    </p>
  );
}
