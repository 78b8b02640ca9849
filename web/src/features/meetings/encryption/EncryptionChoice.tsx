import { Switch } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Meeting } from "@/api";
import { Note } from "@/ui";
import classes from "../prejoin/prejoin.module.css";
import { canEncrypt, newKey, putKey } from "./key";

interface Props {
  meeting: Meeting;
  encrypted: boolean;
  onEncrypted: (encrypted: boolean) => void;
}

/** At the door: the host decides while nobody is there yet; everybody else is told. */
export function EncryptionChoice({ meeting, encrypted, onEncrypted }: Props) {
  const { t } = useTranslation();
  if (encrypted && !canEncrypt()) return <Note tone="warn" title={t("encryption.unsupported")} />;
  if (meeting.is_host && meeting.people_now === 0 && canEncrypt()) {
    return (
      <Switch
        label={t("encryption.title")}
        description={t("encryption.choice")}
        checked={encrypted}
        onChange={(event) => {
          putKey(event.currentTarget.checked ? newKey() : null);
          onEncrypted(event.currentTarget.checked);
        }}
        data-testid="encrypt"
      />
    );
  }
  return encrypted ? (
    <p className={classes.why}>
      <IconLock size={18} stroke={1.5} aria-hidden />
      <span>{t("encryption.told")}</span>
    </p>
  ) : null;
}
