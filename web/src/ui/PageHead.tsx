import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page.module.css";
import { useTitle } from "./useTitle";

/** Title to the left, the page's actions to the right with the primary one last: the same place on every page. */
export function PageHead({ title, actions, children }: { title: string; actions?: ReactNode; children?: ReactNode }) {
  useTitle(title);
  return (
    <header className={classes.head}>
      <div>
        <Title order={1}>{title}</Title>
        {children ? <p className={classes.sub}>{children}</p> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}
