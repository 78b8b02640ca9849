import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOf } from "../useMembers";
import classes from "./stage.module.css";
import { useUnseenSpeaker } from "./useViews";
import type { View } from "./views";

interface Props {
  page: number;
  pages: number;
  shown: View[];
  onTurn: (by: number) => void;
}

export function Pager({ page, pages, shown, onTurn }: Props) {
  const { t } = useTranslation();
  const unseen = useUnseenSpeaker(shown);
  return (
    <nav className={classes.pager} aria-label={t("call.pages")}>
      {unseen ? (
        <span className={classes.unseen}>
          {t("call.speaks")} <bdi>{nameOf(unseen)}</bdi>
        </span>
      ) : null}
      <ActionIcon
        variant="transparent"
        size={36}
        disabled={page === 0}
        onClick={() => onTurn(-1)}
        aria-label={t("call.pageBefore")}
        data-testid="page-before"
      >
        <IconChevronLeft size={20} stroke={1.5} />
      </ActionIcon>
      <span aria-live="polite">{t("call.page", { page: page + 1, pages })}</span>
      <ActionIcon
        variant="transparent"
        size={36}
        disabled={page === pages - 1}
        onClick={() => onTurn(1)}
        aria-label={t("call.pageAfter")}
        data-testid="page-after"
      >
        <IconChevronRight size={20} stroke={1.5} />
      </ActionIcon>
    </nav>
  );
}
