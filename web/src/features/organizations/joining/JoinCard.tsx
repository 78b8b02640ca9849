import { Button, Skeleton, Title } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { LinkButton, StatePage, useTitle } from "@/ui";
import { HostFacts } from "./HostCard";
import classes from "./joining.module.css";
import type { Host } from "./queries";

interface Props {
  host: Host;
  title: string;
  lead?: ReactNode;
  guest?: boolean;
  children: ReactNode;
}

/** An organisation seen from outside, and what one can do about it. */
export function JoinCard({ host, title, lead, guest = false, children }: Props) {
  useTitle(title);
  return (
    <section className={classes.card} data-testid="join-card">
      <div>
        <Title order={1} size="h2">
          <bdi>{title}</bdi>
        </Title>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
      </div>
      <HostFacts host={host} guest={guest} />
      {children}
    </section>
  );
}

/** Two answers of one size. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}

export function SignInFirst({ path }: { path: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Pair>
        <LinkButton to="/" variant="default" data-testid="not-now">
          {t("joining.join.notNow")}
        </LinkButton>
        <LinkButton to="/sign-in" search={{ next: path }} data-testid="sign-in-to-join">
          {t("joining.join.signIn")}
        </LinkButton>
      </Pair>
      <p className={classes.lead}>{t("joining.join.signInWhy")}</p>
    </>
  );
}

export function MemberAlready({ organization }: { organization: string }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={classes.lead}>{t("joining.join.already")}</p>
      <LinkButton to="/o/$organization/people" params={{ organization }} data-testid="open-organization">
        {t("joining.join.open")}
      </LinkButton>
    </>
  );
}

export function DoorLoading() {
  return (
    <section className={classes.card} aria-busy>
      <Skeleton height={28} width="70%" />
      <Skeleton height={160} />
      <Skeleton height={42} />
    </section>
  );
}

export function DoorClosed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const known = isProblem(error);
  const final = known && error.status >= 400 && error.status < 500 && error.status !== 429;
  return (
    <StatePage
      icon={<IconLinkOff size={28} stroke={1.5} />}
      title={known ? error.title : t("problem.failed")}
      actions={
        final ? (
          <LinkButton to="/">{t("common.home")}</LinkButton>
        ) : (
          <Button onClick={onRetry}>{t("common.retry")}</Button>
        )
      }
    >
      <p>{known ? error.detail : t("problem.failedDetail")}</p>
    </StatePage>
  );
}
