import { TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { sentences } from "@/ui";
import { ConfirmDialog } from "../ConfirmDialog";
import { useOrganization } from "../OrganizationLayout";
import { refresh } from "../queries";
import { DepartmentField } from "./DepartmentField";
import { acceptRequest, declineRequest, type Pending } from "./queries";
import { RoleSelect } from "./RoleSelect";

interface Props {
  request: Pending;
  onClose: () => void;
}

/** Let them in, as what, and where. */
export function AcceptDialog({ request, onClose }: Props) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [role, setRole] = useState<"admin" | "member" | "guest">("member");
  const [department, setDepartment] = useState<string | null>(null);
  const accept = useMutation({
    mutationFn: () => acceptRequest(organization.id, request.id, { role, department }),
    onSuccess: async () => {
      await refresh(queryClient, organization.id);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={t("joining.requests.acceptTitle", { name: request.name || request.phone_hint })}
      confirm={t("joining.requests.accept")}
      destructive={false}
      pending={accept.isPending}
      error={accept.error}
      onConfirm={() => accept.mutate()}
      onClose={onClose}
    >
      <RoleSelect roles={["member", "admin", "guest"]} value={role} onChange={setRole} />
      <DepartmentField organization={organization.id} value={department} onChange={setDepartment} />
    </ConfirmDialog>
  );
}

/** Say no, and why: the person reads it. */
export function DeclineDialog({ request, onClose }: Props) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const decline = useMutation({
    mutationFn: () => declineRequest(organization.id, request.id, reason),
    onSuccess: async () => {
      await refresh(queryClient, organization.id);
      onClose();
    },
  });
  const wrong = isProblem(decline.error) && decline.error.facts.field === "reason" ? decline.error : null;
  return (
    <ConfirmDialog
      title={t("joining.requests.declineTitle", { name: request.name || request.phone_hint })}
      confirm={t("joining.requests.decline")}
      ready={Boolean(reason.trim())}
      pending={decline.isPending}
      error={wrong ? null : decline.error}
      onConfirm={() => decline.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t("joining.requests.reason")}
        description={t("joining.requests.reasonWhy")}
        required
        value={reason}
        maxLength={300}
        error={wrong ? sentences(wrong.title, wrong.detail) : null}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
        data-testid="reason"
      />
    </ConfirmDialog>
  );
}
