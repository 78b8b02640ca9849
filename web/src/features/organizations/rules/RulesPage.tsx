import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { ContactSection } from "./ContactSection";
import { DangerSection } from "./DangerSection";
import { DomainsSection } from "./DomainsSection";
import { RulesSection } from "./RulesSection";
import classes from "./rules.module.css";

export function RulesPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  return (
    <div className={classes.page}>
      <PageHead title={t("organizations.tabs.rules")} />
      <RulesSection />
      <ContactSection />
      {organization.can_administer ? <DomainsSection /> : null}
      <DangerSection />
    </div>
  );
}
