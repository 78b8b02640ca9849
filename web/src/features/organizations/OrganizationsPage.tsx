import { Button, Skeleton } from "@mantine/core";
import { IconBuilding, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed, PageHead, StatePage } from "@/ui";
import { CreateDialog } from "./CreateDialog";
import { MyInvitations } from "./joining/MyInvitations";
import classes from "./organizations.module.css";
import { mineQuery } from "./queries";
import { roleName } from "./roles";

export function OrganizationsPage() {
  const { t } = useTranslation();
  const mine = useQuery(mineQuery);
  const [creating, setCreating] = useState(false);
  const items = mine.data?.items ?? [];
  return (
    <>
      <PageHead
        title={t("organizations.title")}
        actions={
          <Button
            leftSection={<IconPlus size={20} stroke={1.5} />}
            onClick={() => setCreating(true)}
            data-testid="create-organization"
          >
            {t("organizations.create")}
          </Button>
        }
      />
      <MyInvitations />
      {mine.isPending ? (
        <ul className={classes.cards} aria-busy>
          {["a", "b", "c"].map((key) => (
            <li key={key}>
              <Skeleton height={116} radius={10} />
            </li>
          ))}
        </ul>
      ) : null}
      {mine.isError && !mine.data ? <Failed error={mine.error} onRetry={() => mine.refetch()} /> : null}
      {mine.data && items.length === 0 ? (
        <StatePage
          scale="block"
          icon={<IconBuilding size={28} stroke={1.5} />}
          title={t("organizations.empty")}
          actions={
            <Button variant="default" onClick={() => setCreating(true)}>
              {t("organizations.create")}
            </Button>
          }
        >
          <p>{t("organizations.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ul className={classes.cards} aria-label={t("organizations.title")}>
          {items.map((each) => (
            <li key={each.id} className={classes.card}>
              <Link to="/o/$organization/people" params={{ organization: each.id }} data-testid="organization">
                {each.name}
              </Link>
              <span className={classes.facts}>{roleName(t, each.role)}</span>
              {each.members === null ? null : (
                <span className={classes.facts}>{t("organizations.people", { count: each.members })}</span>
              )}
              {each.needs_second_factor ? (
                <span className={classes.warned}>{t("organizations.needsSecondFactor")}</span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {creating ? <CreateDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
