import { Button, Modal, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Scope } from "./queries";
import classes from "./schedule.module.css";

interface Props {
  title: string;
  action: string;
  onChoose: (scope: Scope) => void;
  onClose: () => void;
}

/** One of a series, it and all following, or all. */
export function ScopeDialog({ title, action, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const [scope, setScope] = useState<Scope>("this");
  return (
    <Modal opened onClose={onClose} title={title}>
      <div className={classes.form}>
        <ScopeChoice value={scope} onChange={setScope} />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t("schedule.keep")}
          </Button>
          <Button onClick={() => onChoose(scope)} data-testid="scope-go">
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

export function ScopeChoice({ value, onChange }: { value: Scope; onChange: (scope: Scope) => void }) {
  const { t } = useTranslation();
  return (
    <Radio.Group aria-label={t("schedule.which")} value={value} onChange={(scope) => onChange(scope as Scope)}>
      <Stack gap={8}>
        <Radio value="this" label={t("schedule.onlyThis")} />
        <Radio value="following" label={t("schedule.following")} data-testid="scope-following" />
        <Radio value="all" label={t("schedule.all")} />
      </Stack>
    </Radio.Group>
  );
}
