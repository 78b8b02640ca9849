import { Button } from "@mantine/core";
import { IconLink, IconUsers } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CopyLink, when } from "@/ui";
import { useAddress } from "../address";
import { FileIcon } from "../FileIcon";
import { useRoles } from "../sharing/useRoles";
import classes from "./given.module.css";
import type { Given } from "./queries";

interface Props {
  given: Given;
  onShare: () => void;
}

export function GivenRow({ given, onShare }: Props) {
  const { t } = useTranslation();
  const roles = useRoles();
  const { carried } = useAddress();
  const { share, link } = given;
  const kinds = { view: t("sharing.kind.view"), edit: t("sharing.kind.edit"), drop: t("sharing.kind.drop") };
  const whom = link
    ? link.label || t("cloud.given.link")
    : share?.subject.kind === "administrators"
      ? t("sharing.administrators", { name: share.subject.name })
      : share?.subject.name || t("sharing.nameless");
  const ends = link?.expires_at ?? share?.expires_at;
  const facts = [
    link ? kinds[link.kind] : roles.find((each) => each.value === share?.role)?.label,
    link?.has_password ? t("sharing.withPassword") : null,
    ends ? t("sharing.until", { when: when(ends) }) : null,
    link && link.kind !== "drop" ? t("sharing.downloaded", { count: link.downloads }) : null,
  ];
  const over = link ? link.state !== "open" : share?.served === false;
  const Sign = link ? IconLink : IconUsers;
  const name = given.name || given.space_name || t("cloud.mine");
  const place = given.folder?.id;
  return (
    <div className={classes.given} data-testid="given-row" data-name={name}>
      <FileIcon entry={given} />
      <span className={classes.what}>
        {given.is_folder ? (
          <Link to="/cloud/folders/$folder" params={{ folder: given.node }} search={carried}>
            <bdi>{name}</bdi>
          </Link>
        ) : place ? (
          <Link to="/cloud/folders/$folder" params={{ folder: place }} search={{ ...carried, open: given.node }}>
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <bdi>{name}</bdi>
        )}
        <small>
          <Sign size={16} stroke={1.5} aria-label={link ? t("sharing.links") : t("cloud.isShared")} />
          <span>
            {over ? <strong>{link ? t("sharing.spent") : t("sharing.why.notServed")} </strong> : null}
            {[whom, ...facts].filter(Boolean).join(" · ")}
          </span>
        </small>
      </span>
      {link?.address ? <CopyLink link={link.address} compact /> : null}
      {given.manages ? (
        <Button variant="default" size="sm" onClick={onShare} data-testid="given-change">
          {t("cloud.given.change")}
        </Button>
      ) : null}
    </div>
  );
}
