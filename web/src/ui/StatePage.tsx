import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./state.module.css";
import { useTitle } from "./useTitle";

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** `block` inside a page that has its own title, `page` when it is all there is. */
  scale?: "page" | "block";
}

/** One designed shape for everything that is not content: empty, ended, refused, unknown, failed. */
export function StatePage({ icon, title, children, actions, scale = "page" }: Props) {
  return (
    <section className={`${classes.state} ${scale === "page" ? classes.page : classes.block}`}>
      {scale === "page" ? <PageTitle title={title} /> : null}
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Title order={scale === "page" ? 1 : 2} size="h2">
        {title}
      </Title>
      {children ? <div className={classes.text}>{children}</div> : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </section>
  );
}

function PageTitle({ title }: { title: string }) {
  useTitle(title);
  return null;
}
