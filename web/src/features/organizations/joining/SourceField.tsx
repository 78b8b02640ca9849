import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  value: string;
  onChange: (source: string) => void;
  error?: string | null;
}

/** Where the data is from. Nobody is entered without it, and each person reads it. */
export function SourceField({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t("joining.source.label")}
      description={t("joining.source.why")}
      placeholder={t("joining.source.example")}
      required
      autoComplete="off"
      value={value}
      maxLength={200}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-testid="source"
    />
  );
}
