import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./joining.module.css";

interface Props {
  value: number;
  maximum: number;
  label: string;
  facts?: string;
  stopping?: boolean;
  onStop: () => void;
}

/** How far something is, in a bar and in words, and the way to stop it. */
export function Progress({ value, maximum, label, facts, stopping = false, onStop }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.progress}>
      <div className={classes.main}>
        <span role="status">{label}</span>
        <progress value={value} max={Math.max(1, maximum)} aria-label={label} />
        {facts ? <span className={classes.lead}>{facts}</span> : null}
      </div>
      <Button variant="default" loading={stopping} onClick={onStop} data-testid="stop">
        {t("joining.import.stop")}
      </Button>
    </div>
  );
}
