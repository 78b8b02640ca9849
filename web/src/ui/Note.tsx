import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./note.module.css";

export function Note({
  title,
  children,
  tone = "calm",
}: {
  title?: string;
  children?: ReactNode;
  tone?: "calm" | "warn";
}) {
  return (
    <div role="note" className={`${classes.note} ${tone === "warn" ? classes.warn : classes.calm}`}>
      <IconInfoCircle size={20} stroke={1.5} aria-hidden />
      <div>
        {title ? <strong>{title}</strong> : null}
        {children}
      </div>
    </div>
  );
}
