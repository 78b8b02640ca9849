import { Button, Modal, NativeSelect } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText, Note, ProblemNote, useReturnedFocus } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { refresh } from "../queries";
import classes from "./provisioning.module.css";
import { makeToken } from "./queries";

const LIFETIMES = [365, 180, 90, 30];

/** Choose how long it works, then carry the secret away: it is never shown again. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnedFocus();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [days, setDays] = useState(365);
  const [copied, setCopied] = useState(false);
  const make = useMutation({
    mutationFn: () => makeToken(organization.id, days),
    onSuccess: () => refresh(queryClient, organization.id),
  });
  const token = make.data?.token;
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("provisioning.scim.make")}
      // A slip beside the dialog would cost the secret.
      closeOnClickOutside={!token}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div className={classes.form}>
        {token ? (
          <>
            <output className={classes.secret} data-testid="scim-secret">
              {token}
            </output>
            <Note tone="warn">{t("provisioning.scim.shownOnce")}</Note>
            <div className={classes.buttons}>
              <Button
                variant="default"
                leftSection={<Icon size={18} stroke={1.5} />}
                onClick={async () => setCopied(await copyText(token))}
                data-testid="copy-token"
              >
                <span aria-live="polite">
                  {copied ? t("common.copied") : t("provisioning.copy", { label: t("provisioning.scim.token") })}
                </span>
              </Button>
              <Button onClick={onClose} data-testid="token-done">
                {t("provisioning.scim.done")}
              </Button>
            </div>
          </>
        ) : (
          <>
            <NativeSelect
              label={t("provisioning.scim.lifetime")}
              value={days}
              onChange={(event) => setDays(Number(event.currentTarget.value))}
              data={LIFETIMES.map((value) => ({
                value: String(value),
                label: t("provisioning.scim.days", { count: value }),
              }))}
              data-testid="token-days"
            />
            <ProblemNote error={make.error} />
            <div className={classes.buttons}>
              <Button variant="default" onClick={onClose}>
                {t("common.cancel")}
              </Button>
              <Button loading={make.isPending} onClick={() => make.mutate()} data-testid="confirm-token">
                {t("provisioning.scim.make")}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}
