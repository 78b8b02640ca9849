import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useAddress } from "../address";
import { type Sort, turned } from "../model/sort";
import classes from "./browse.module.css";
import type { ListProps } from "./useList";

/** The columns' names; in a folder a press orders by one, a second press turns the order round. */
export function ColumnHead({ view }: { view: ListProps["view"] }) {
  const { t } = useTranslation();
  const { order, setOrder } = useAddress();
  const Arrow = order.descending ? IconArrowDown : IconArrowUp;
  const head = (sort: Sort, label: string) =>
    view === "folder" ? (
      <UnstyledButton
        className={classes.columnName}
        onClick={() => setOrder(turned(order, sort))}
        aria-label={t(order.sort === sort && !order.descending ? "cloud.sortDown" : "cloud.sortUp", { column: label })}
        data-testid={`sort-${sort}`}
        data-order={order.sort === sort ? (order.descending ? "descending" : "ascending") : undefined}
      >
        {label}
        {order.sort === sort ? <Arrow size={14} stroke={1.5} aria-hidden /> : null}
      </UnstyledButton>
    ) : (
      <span>{label}</span>
    );
  return (
    <div className={classes.columns} data-view={view}>
      <div className={classes.mark} />
      <div className={classes.name}>{head("name", t("cloud.column.name"))}</div>
      <div className={classes.where}>{view === "folder" ? null : t("cloud.column.place")}</div>
      <div className={classes.when}>
        {head("modified", t(view === "trash" ? "cloud.column.left" : "cloud.column.modified"))}
      </div>
      <div className={classes.size}>{head("size", t("cloud.column.size"))}</div>
      <div className={classes.more} />
    </div>
  );
}
