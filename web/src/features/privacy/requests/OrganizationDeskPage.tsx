import { useOrganization } from "@/features/organizations/OrganizationLayout";
import { Desk } from "./DeskPage";

/** What members ask about their data in this organisation: for its administrators, and nobody of the operator's. */
export function OrganizationDeskPage() {
  return <Desk space={useOrganization().id} />;
}
