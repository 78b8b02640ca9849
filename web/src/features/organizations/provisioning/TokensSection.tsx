import { Button, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Moment, Note } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { useOrganization } from "../OrganizationLayout";
import { refresh } from "../queries";
import { CopyField } from "./CopyField";
import classes from "./provisioning.module.css";
import { type Provisioning, revokeToken, type Token } from "./queries";
import { TokenDialog } from "./TokenDialog";

/** SCIM: the address and the tokens by which the directory enters members, and takes them away. */
export function TokensSection({ provisioning }: { provisioning: Provisioning }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const revoke = useMutation({
    mutationFn: (token: string) => revokeToken(organization.id, token),
    onSuccess: async () => {
      await refresh(queryClient, organization.id);
      setRevoking(null);
    },
  });
  const { base_url, provisioned, tokens } = provisioning;
  return (
    <section className={classes.section}>
      <div>
        <Title order={2}>{t("provisioning.scim.title")}</Title>
        <p className={classes.lead}>{t("provisioning.scim.lead")}</p>
      </div>
      <CopyField label={t("provisioning.scim.baseUrl")} value={base_url} testId="scim-url" />
      {tokens.length > 0 ? (
        <>
          <Note>{t("provisioning.scim.governs", { count: provisioned })}</Note>
          <ul className={classes.tokens}>
            {tokens.map((token) => (
              <li key={token.id} data-testid="scim-token">
                <div>
                  <span>
                    {t("provisioning.scim.made")} <Moment at={token.created_at} />
                  </span>
                  <span className={classes.soft}>
                    {t("provisioning.scim.expires")} <Moment at={token.expires_at} /> ·{" "}
                    {token.last_used_at ? (
                      <>
                        {t("provisioning.scim.used")} <Moment at={token.last_used_at} />
                      </>
                    ) : (
                      t("provisioning.scim.unused")
                    )}
                  </span>
                </div>
                <Button variant="subtle" color="heron" onClick={() => setRevoking(token)} data-testid="revoke-token">
                  {t("provisioning.scim.revoke")}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className={classes.empty}>{t("provisioning.scim.empty")}</p>
      )}
      <div className={classes.buttons}>
        {tokens.length > 0 ? <span className={classes.saved}>{t("provisioning.scim.rotate")}</span> : null}
        <Button
          variant={tokens.length > 0 ? "default" : "filled"}
          onClick={() => setMaking(true)}
          data-testid="make-token"
        >
          {t("provisioning.scim.make")}
        </Button>
      </div>
      {making ? <TokenDialog onClose={() => setMaking(false)} /> : null}
      {revoking ? (
        <ConfirmDialog
          title={t("provisioning.scim.revokeTitle")}
          confirm={t("provisioning.scim.revoke")}
          pending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoking.id)}
          onClose={() => setRevoking(null)}
        >
          <p>{t("provisioning.scim.revokeText")}</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
