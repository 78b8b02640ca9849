import { Button } from "@mantine/core";
import { IconAlertTriangle, IconUserCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { LinkButton, StatePage } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { faultyFile, type Import } from "./imports";

/** What became of the latest list. */
export function FinishedImport({ batch, onNext }: { batch: Import; onNext: () => void }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const failed = batch.state === "failed";
  return (
    <StatePage
      scale="block"
      icon={failed ? <IconAlertTriangle size={28} stroke={1.5} /> : <IconUserCheck size={28} stroke={1.5} />}
      title={failed ? t("joining.import.failed") : t("joining.import.done", { count: batch.done })}
      actions={
        <>
          <Button variant="default" onClick={onNext} data-testid="next-import">
            {t("joining.import.next")}
          </Button>
          <LinkButton to="/o/$organization/invitations" params={{ organization: organization.id }}>
            {t("joining.import.see")}
          </LinkButton>
        </>
      }
    >
      <p>{failed ? t("joining.import.failedText", { count: batch.done }) : t("joining.import.doneText")}</p>
      {batch.faulty > 0 ? (
        <p>
          <a href={faultyFile(organization.id, batch.id)} download>
            {t("joining.import.leftOut", { count: batch.faulty })}
          </a>
        </p>
      ) : null}
    </StatePage>
  );
}
