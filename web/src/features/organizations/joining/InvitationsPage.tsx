import { Button } from "@mantine/core";
import { IconDeviceMobile, IconLink } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHead } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { ExpectedSection } from "./ExpectedSection";
import { LinkDialog } from "./LinkDialog";
import { LinksSection } from "./LinksSection";
import { PhoneDialog } from "./PhoneDialog";

export function InvitationsPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const [dialog, setDialog] = useState<"link" | "phone" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <PageHead
        title={t("organizations.tabs.invitations")}
        actions={
          <>
            {organization.can_administer ? (
              <Button
                variant="default"
                leftSection={<IconDeviceMobile size={20} stroke={1.5} />}
                onClick={() => setDialog("phone")}
                data-testid="open-phone"
              >
                {t("joining.phone.invite")}
              </Button>
            ) : null}
            {organization.can_administer || organization.can_invite_guests ? (
              <Button
                leftSection={<IconLink size={20} stroke={1.5} />}
                onClick={() => setDialog("link")}
                data-testid="open-link"
              >
                {t("joining.links.make")}
              </Button>
            ) : null}
          </>
        }
      />
      <LinksSection />
      {organization.can_administer ? <ExpectedSection /> : null}
      {dialog === "link" ? <LinkDialog onClose={close} /> : null}
      {dialog === "phone" ? <PhoneDialog onClose={close} /> : null}
    </>
  );
}
