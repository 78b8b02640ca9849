import { Button, Modal, Switch, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/ui";
import { useCall } from "../../frame/CallContext";
import classes from "./hosting.module.css";
import { conductQuery, type Rules, setRules } from "./requests";
import { useDoing } from "./useDoing";

export const RULES = "rules";

export function RulesDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("hosting.rules")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Switches />
    </Modal>
  );
}

/** The switches show what the room was told: another host's change moves them, too. One's own shows at once. */
function Switches() {
  const { t } = useTranslation();
  const { code, told } = useCall();
  const doing = useDoing();
  const [asked, setAsked] = useState<Rules>({});
  const now: Rules = { locked: told.locked, lobby: told.lobby, ...told.rules, ...asked };
  const change = async (rules: Rules) => {
    setAsked(rules);
    await doing(setRules(code, rules));
    setAsked({});
  };
  return (
    <div className={classes.rules} data-testid="rules-dialog">
      <Switch
        label={t("hosting.lock")}
        description={t("hosting.lockText")}
        checked={now.locked ?? false}
        onChange={(event) => change({ locked: event.currentTarget.checked })}
        data-testid="rule-locked"
      />
      <Switch
        label={t("hosting.lobby")}
        description={t("hosting.lobbyText")}
        checked={now.lobby ?? false}
        onChange={(event) => change({ lobby: event.currentTarget.checked })}
        data-testid="rule-lobby"
      />
      <LobbyMessage />
      <fieldset className={classes.may}>
        <legend>{t("hosting.everybodyMay")}</legend>
        <Switch
          label={t("hosting.mayUnmute")}
          checked={now.unmute === "all"}
          onChange={(event) => change({ unmute: event.currentTarget.checked ? "all" : "hosts" })}
          data-testid="rule-unmute"
        />
        <Switch
          label={t("hosting.mayShare")}
          checked={now.share === "all"}
          onChange={(event) => change({ share: event.currentTarget.checked ? "all" : "hosts" })}
          data-testid="rule-share"
        />
        <Switch
          label={t("hosting.mayChat")}
          checked={now.chat === "all"}
          onChange={(event) => change({ chat: event.currentTarget.checked ? "all" : "hosts" })}
          data-testid="rule-chat"
        />
      </fieldset>
      <p className={classes.soft}>{t("hosting.rulesHold")}</p>
    </div>
  );
}

function LobbyMessage() {
  const { t } = useTranslation();
  const { code } = useCall();
  const doing = useDoing();
  const conduct = useQuery(conductQuery(code));
  const [typed, setTyped] = useState<string | null>(null);
  if (conduct.isError) return <Failed error={conduct.error} onRetry={() => conduct.refetch()} />;
  const message = typed ?? conduct.data?.message ?? "";
  const send = (event: FormEvent) => {
    event.preventDefault();
    void doing(setRules(code, { message }), () => setTyped(null));
  };
  return (
    <form className={classes.message} onSubmit={send}>
      <TextInput
        label={t("hosting.lobbyMessage")}
        placeholder={t("hosting.lobbyMessageHint")}
        value={message}
        maxLength={300}
        disabled={!conduct.data}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-testid="lobby-message"
      />
      <Button
        type="submit"
        variant="default"
        disabled={typed === null || typed === conduct.data?.message}
        data-testid="lobby-message-send"
      >
        {t("hosting.tell")}
      </Button>
    </form>
  );
}
