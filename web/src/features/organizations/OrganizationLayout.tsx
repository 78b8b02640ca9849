import { Skeleton } from "@mantine/core";
import { IconBuildingOff, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, Outlet, useParams, useRouterState } from "@tanstack/react-router";
import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { Failed, LinkButton, StatePage } from "@/ui";
import classes from "./organizations.module.css";
import { type Organization, organizationQuery } from "./queries";
import { roleName } from "./roles";

const Current = createContext<Organization | null>(null);

/** The organisation whose pages these are, with what the viewer may do in it. */
export function useOrganization(): Organization {
  const organization = useContext(Current);
  if (!organization) throw new Error("outside an organisation");
  return organization;
}

export function OrganizationLayout() {
  const { t } = useTranslation();
  const { organization: id } = useParams({ from: "/framed/o/$organization" });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const organization = useQuery(organizationQuery(id));

  // Whatever was read before: who is a member no longer, or needs a second factor now, sees nothing more.
  if (isProblem(organization.error, "second-factor-needed")) {
    return (
      <StatePage
        icon={<IconLock size={28} stroke={1.5} />}
        title={organization.error.title}
        actions={<LinkButton to="/settings/security">{t("organizations.toSecurity")}</LinkButton>}
      >
        <p>{organization.error.detail}</p>
      </StatePage>
    );
  }
  if (isProblem(organization.error) && organization.error.status >= 400 && organization.error.status < 500) {
    return (
      <StatePage
        icon={<IconBuildingOff size={28} stroke={1.5} />}
        title={t("organizations.unknownTitle")}
        actions={<LinkButton to="/organizations">{t("organizations.title")}</LinkButton>}
      >
        <p>{t("organizations.unknownText")}</p>
      </StatePage>
    );
  }
  if (organization.isError && !organization.data) {
    return <Failed scale="page" error={organization.error} onRetry={() => organization.refetch()} />;
  }
  if (!organization.data) return <Loading />;
  if (/^\/o\/[^/]+\/?$/.test(path)) {
    return <Navigate to="/o/$organization/people" params={{ organization: id }} replace />;
  }
  const { name, role, can_administer, can_read_directory } = organization.data;
  const tabs = [
    { to: "/o/$organization/people", label: t("organizations.tabs.people"), shown: true },
    { to: "/o/$organization/departments", label: t("organizations.tabs.departments"), shown: can_read_directory },
    { to: "/o/$organization/groups", label: t("organizations.tabs.groups"), shown: true },
    { to: "/o/$organization/invitations", label: t("organizations.tabs.invitations"), shown: can_administer },
    { to: "/o/$organization/requests", label: t("organizations.tabs.requests"), shown: can_administer },
    { to: "/o/$organization/privacy", label: t("organizations.tabs.privacy"), shown: can_administer },
    { to: "/o/$organization/import", label: t("organizations.tabs.import"), shown: can_administer },
    { to: "/o/$organization/provisioning", label: t("organizations.tabs.provisioning"), shown: can_administer },
    { to: "/o/$organization/settings", label: t("organizations.tabs.rules"), shown: true },
    { to: "/o/$organization/audit", label: t("organizations.tabs.audit"), shown: can_administer },
  ] as const;
  return (
    <Current.Provider value={organization.data}>
      <div className={classes.head}>
        <strong className={classes.organization}>{name}</strong>
        <span className={classes.facts}>{t("organizations.yourRole", { role: roleName(t, role) })}</span>
      </div>
      <nav className={classes.tabs} aria-label={name} data-testid="organization-tabs">
        {tabs
          .filter((tab) => tab.shown)
          .map(({ to, label }) => (
            <Link key={to} to={to} params={{ organization: id }} className={classes.tab} ref={scrollIntoLine}>
              {label}
            </Link>
          ))}
      </nav>
      <Outlet />
    </Current.Provider>
  );
}

/** Name, tabs and a page's title, so that nothing jumps when they come. */
function Loading() {
  return (
    <div aria-busy>
      <div className={classes.head}>
        <Skeleton height={28} width={200} />
      </div>
      <div className={classes.tabs}>
        {[64, 96, 64, 80].map((width, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other identity
          <span key={place} className={classes.tab}>
            <Skeleton height={23} width={width} />
          </span>
        ))}
      </div>
      <Skeleton height={36} width={180} mb={24} />
      <Skeleton height={240} />
    </div>
  );
}

/** On a phone the tab one is at may lie beyond the line's edge. */
function scrollIntoLine(link: HTMLAnchorElement | null) {
  if (link?.dataset.status === "active") link.scrollIntoView({ block: "nearest", inline: "center" });
}
