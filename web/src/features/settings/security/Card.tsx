import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./security.module.css";

interface Props {
  icon: ReactNode;
  title: string;
  text: ReactNode;
  /** The one thing to do with it. */
  action?: ReactNode;
  children?: ReactNode;
  testId: string;
}

/** One way to sign in: what it is, how it stands, what one can do. */
export function Card({ icon, title, text, action, children, testId }: Props) {
  return (
    <section className={classes.card} aria-label={title} data-testid={testId}>
      <div className={classes.head}>
        {icon}
        <div className={classes.words}>
          <Title order={2} size="h3">
            {title}
          </Title>
          <p className={classes.text}>{text}</p>
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
