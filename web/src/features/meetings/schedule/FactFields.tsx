import { Radio, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Invited, InviteePicker } from "./InviteePicker";

export interface FactValues {
  title: string;
  note: string;
  who: "invited" | "organization" | "anyone";
  lobby: boolean;
  passcode: string;
  invitees: Invited[];
}

export const factsOf = (values: FactValues) => ({
  title: values.title,
  note: values.note,
  who_may_join: values.who,
  lobby: values.lobby,
  passcode: values.passcode.trim(),
  invitees: values.invitees.map(({ kind, value }) => ({ kind, value })),
});

interface Props {
  values: FactValues;
  onChange: (changed: Partial<FactValues>) => void;
  inOrganization: boolean;
}

export function TitleField({ values, onChange }: Omit<Props, "inOrganization">) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("schedule.name")}
      value={values.title}
      placeholder={t("schedule.untitled")}
      onChange={(event) => onChange({ title: event.currentTarget.value })}
      maxLength={120}
      data-autofocus
      data-testid="meeting-title"
    />
  );
}

export function FactFields({ values, onChange, inOrganization }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <InviteePicker value={values.invitees} onChange={(invitees) => onChange({ invitees })} />
      <Radio.Group
        label={t("schedule.who")}
        value={values.who}
        onChange={(who) => onChange({ who: who as FactValues["who"] })}
      >
        <Stack gap={8} mt={4}>
          <Radio value="invited" label={t("schedule.whoInvited")} />
          {inOrganization ? <Radio value="organization" label={t("schedule.whoOrganization")} /> : null}
          <Radio value="anyone" label={t("schedule.whoAnyone")} data-testid="who-anyone" />
        </Stack>
      </Radio.Group>
      <Switch
        label={t("schedule.lobby")}
        checked={values.lobby}
        onChange={(event) => onChange({ lobby: event.currentTarget.checked })}
      />
      <TextInput
        label={t("schedule.passcode")}
        description={t("schedule.passcodeWhy")}
        value={values.passcode}
        onChange={(event) => onChange({ passcode: event.currentTarget.value })}
        maxLength={20}
        autoComplete="off"
        data-testid="meeting-passcode"
      />
      <Textarea
        label={t("schedule.note")}
        size="md"
        value={values.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        maxLength={1000}
        autosize
        minRows={2}
      />
    </>
  );
}
