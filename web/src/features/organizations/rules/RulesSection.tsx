import { Button, NativeSelect, Switch, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { LinkButton, ProblemNote, sentences } from "@/ui";
import { shownAtField } from "../ContactFields";
import { useOrganization } from "../OrganizationLayout";
import { changeRules, mineQuery, type Rules, refresh } from "../queries";
import classes from "./rules.module.css";

/** Name and rules: members read them, administrators change them. */
export function RulesSection() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [name, setName] = useState(organization.name);
  const [rules, setRules] = useState<Rules>(organization.rules);
  const [days, setDays] = useState(String(organization.rules.attendance_days));
  const readOnly = !organization.can_administer;
  const save = useMutation({
    mutationFn: () => changeRules(organization.id, { name, ...rules, attendance_days: Number(days) || 0 }),
    onSuccess: async () => {
      await Promise.all([refresh(queryClient, organization.id), queryClient.invalidateQueries(mineQuery)]);
    },
  });
  const set = (change: Partial<Rules>) => {
    save.reset();
    setRules({ ...rules, ...change });
  };
  const whoMay = (rule: "who_records" | "who_shares_outside" | "who_invites_guests", label: string) => (
    <NativeSelect
      label={label}
      value={rules[rule]}
      disabled={readOnly}
      onChange={(event) => set({ [rule]: event.currentTarget.value as Rules["who_records"] })}
      data={[
        { value: "nobody", label: t("organizations.rules.nobody") },
        { value: "admins", label: t("organizations.rules.admins") },
        { value: "members", label: t("organizations.rules.members") },
      ]}
      data-testid={rule}
    />
  );
  const wrong = (field: string) =>
    isProblem(save.error) && save.error.facts.field === field ? sentences(save.error.title, save.error.detail) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={classes.section} onSubmit={submit} noValidate>
      {readOnly ? (
        <p className={classes.lead}>{t("organizations.rules.readOnly")}</p>
      ) : (
        <TextInput
          label={t("organizations.name")}
          value={name}
          maxLength={80}
          error={wrong("name")}
          onChange={(event) => {
            save.reset();
            setName(event.currentTarget.value);
          }}
        />
      )}
      <Title order={2}>{t("organizations.rules.title")}</Title>
      {whoMay("who_records", t("organizations.rules.records"))}
      {whoMay("who_shares_outside", t("organizations.rules.sharesOutside"))}
      {whoMay("who_invites_guests", t("organizations.rules.invitesGuests"))}
      <Switch
        label={t("organizations.rules.acceptsRequests")}
        description={t("organizations.rules.acceptsRequestsWhy")}
        checked={rules.accepts_requests}
        disabled={readOnly}
        onChange={(event) => set({ accepts_requests: event.currentTarget.checked })}
        data-testid="accepts-requests"
      />
      <Switch
        label={t("organizations.rules.secondFactor")}
        description={t("organizations.rules.secondFactorWhy")}
        checked={rules.requires_second_factor}
        disabled={readOnly}
        onChange={(event) => set({ requires_second_factor: event.currentTarget.checked })}
        data-testid="requires-second-factor"
      />
      <TextInput
        label={t("organizations.rules.attendanceDays")}
        description={t("organizations.rules.attendanceDaysWhy")}
        inputMode="numeric"
        value={days}
        maxLength={3}
        disabled={readOnly}
        error={wrong("attendance_days")}
        onChange={(event) => {
          save.reset();
          setDays(event.currentTarget.value.replace(/\D/g, ""));
        }}
        data-testid="attendance-days"
      />
      {shownAtField(save.error) ? null : <ProblemNote error={save.error} />}
      {isProblem(save.error, "own-second-factor-first") ? (
        <LinkButton to="/settings/security" variant="default">
          {t("organizations.toSecurity")}
        </LinkButton>
      ) : null}
      {readOnly ? null : (
        <div className={classes.save}>
          <span role="status">{save.isSuccess ? t("organizations.saved") : null}</span>
          <Button type="submit" loading={save.isPending} data-testid="save-rules">
            {t("organizations.save")}
          </Button>
        </div>
      )}
    </form>
  );
}
