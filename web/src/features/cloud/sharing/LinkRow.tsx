import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconLink, IconPencil, IconTrash } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyLink, exact, when } from "@/ui";
import type { Link } from "./queries";
import classes from "./sharing.module.css";

interface Props {
  link: Link;
  pending: boolean;
  onEdit: () => void;
  onWithdraw: () => void;
}

export function LinkRow({ link, pending, onEdit, onWithdraw }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const kinds = { view: t("sharing.kind.view"), edit: t("sharing.kind.edit"), drop: t("sharing.kind.drop") };
  const counted = link.maximum_downloads
    ? t("sharing.downloads", { done: link.downloads, most: link.maximum_downloads })
    : t("sharing.downloaded", { count: link.downloads });
  const terms = [
    link.label ? kinds[link.kind] : null,
    link.has_password ? t("sharing.withPassword") : null,
    link.expires_at ? t("sharing.until", { when: when(link.expires_at) }) : null,
    link.kind === "drop" ? null : counted,
  ];
  if (asking) {
    return (
      <div className={classes.asked} role="alert">
        <p>{t("sharing.withdrawLinkText")}</p>
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t("common.cancel")}
          </Button>
          <Button color="heron" loading={pending} onClick={onWithdraw} data-testid="withdraw-link">
            {t("sharing.withdrawLink")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={classes.reason} data-testid="link-row">
      <span className={classes.kind} aria-hidden>
        <IconLink size={20} stroke={1.5} />
      </span>
      <span className={classes.who} title={link.expires_at ? exact(link.expires_at) : undefined}>
        <span className={classes.name}>{link.label || kinds[link.kind]}</span>
        <small>
          {link.state === "open" ? null : <strong>{t("sharing.spent")} </strong>}
          {terms.filter(Boolean).join(" · ")}
        </small>
      </span>
      {link.address ? <CopyLink link={link.address} compact /> : null}
      <Act label={t("sharing.changeLink")} onClick={onEdit}>
        <IconPencil size={20} stroke={1.5} />
      </Act>
      <Act label={t("sharing.withdrawLink")} onClick={() => setAsking(true)}>
        <IconTrash size={20} stroke={1.5} />
      </Act>
    </div>
  );
}

function Act({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size={40} aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
