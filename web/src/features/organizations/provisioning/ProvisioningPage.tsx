import { Skeleton } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, PageHead, StatePage } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { ConnectionSection } from "./ConnectionSection";
import { DomainsNote } from "./DomainsNote";
import classes from "./provisioning.module.css";
import { provisioningQuery, ssoQuery } from "./queries";
import { TokensSection } from "./TokensSection";

/** How the organisation's own directory signs people in, and enters them. */
export function ProvisioningPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  // Once the connection was removed, its form begins anew.
  const [removals, setRemovals] = useState(0);
  const sso = useQuery({ ...ssoQuery(organization.id), enabled: organization.can_administer });
  const provisioning = useQuery({ ...provisioningQuery(organization.id), enabled: organization.can_administer });

  if (!organization.can_administer) {
    return (
      <StatePage icon={<IconLock size={28} stroke={1.5} />} title={t("provisioning.title")}>
        <p>{t("provisioning.forAdministrators")}</p>
      </StatePage>
    );
  }
  return (
    <div className={classes.page}>
      <PageHead title={t("provisioning.title")}>{t("provisioning.lead")}</PageHead>
      {sso.data ? (
        <>
          <DomainsNote organization={organization.id} />
          <ConnectionSection key={removals} settings={sso.data} onRemoved={() => setRemovals(removals + 1)} />
        </>
      ) : sso.isError ? (
        <Failed error={sso.error} onRetry={() => sso.refetch()} />
      ) : (
        <Skeleton height={420} aria-busy />
      )}
      {provisioning.data ? (
        <TokensSection provisioning={provisioning.data} />
      ) : provisioning.isError ? (
        <Failed error={provisioning.error} onRetry={() => provisioning.refetch()} />
      ) : (
        <Skeleton height={200} aria-busy />
      )}
    </div>
  );
}
