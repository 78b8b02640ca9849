import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./list.module.css";

/** Meetings, recordings: one to a line, of which all leads to its page. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  );
}

const skeletonRows = ["a", "b", "c", "d", "e"];

export function RowsSkeleton() {
  return (
    <ul className={classes.list} aria-busy>
      {skeletonRows.map((row) => (
        <li key={row} className={classes.row}>
          <div className={classes.main}>
            <Skeleton height={16} width={160} />
            <Skeleton height={12} width={110} mt={8} />
          </div>
          <Skeleton height={12} width={80} />
        </li>
      ))}
    </ul>
  );
}
