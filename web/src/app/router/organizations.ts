import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { loadTexts } from "@/ui";
import { framed, searching, signedInOnly } from "./base";

const organizations = createRoute({
  getParentRoute: () => framed,
  path: "/organizations",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("organizations", "joining"),
  component: lazyRouteComponent(() => import("@/features/organizations/OrganizationsPage"), "OrganizationsPage"),
});

const join = createRoute({
  getParentRoute: () => framed,
  path: "/join/$code",
  loader: () => loadTexts("organizations", "joining"),
  component: lazyRouteComponent(() => import("@/features/organizations/joining/JoinPage"), "JoinPage"),
});

const organization = createRoute({
  getParentRoute: () => framed,
  path: "/o/$organization",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("organizations", "joining", "provisioning"),
  component: lazyRouteComponent(() => import("@/features/organizations/OrganizationLayout"), "OrganizationLayout"),
});

const organizationPages = [
  createRoute({
    getParentRoute: () => organization,
    path: "/people",
    validateSearch: searching("q", "department", "person"),
    component: lazyRouteComponent(() => import("@/features/organizations/directory/DirectoryPage"), "DirectoryPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/departments",
    validateSearch: searching("department"),
    component: lazyRouteComponent(
      () => import("@/features/organizations/departments/DepartmentsPage"),
      "DepartmentsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/groups",
    validateSearch: searching("group"),
    component: lazyRouteComponent(() => import("@/features/organizations/groups/GroupsPage"), "GroupsPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/settings",
    component: lazyRouteComponent(() => import("@/features/organizations/rules/RulesPage"), "RulesPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/audit",
    validateSearch: searching("about"),
    component: lazyRouteComponent(() => import("@/features/organizations/audit/AuditPage"), "AuditPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/invitations",
    component: lazyRouteComponent(() => import("@/features/organizations/joining/InvitationsPage"), "InvitationsPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/requests",
    component: lazyRouteComponent(() => import("@/features/organizations/joining/RequestsPage"), "RequestsPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/privacy",
    validateSearch: searching("request"),
    loader: () => loadTexts("mine"),
    component: lazyRouteComponent(
      () => import("@/features/privacy/requests/OrganizationDeskPage"),
      "OrganizationDeskPage",
    ),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/import",
    component: lazyRouteComponent(() => import("@/features/organizations/joining/ImportPage"), "ImportPage"),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: "/provisioning",
    component: lazyRouteComponent(
      () => import("@/features/organizations/provisioning/ProvisioningPage"),
      "ProvisioningPage",
    ),
  }),
] as const;

export const organizationRoutes = [organizations, join, organization.addChildren(organizationPages)] as const;
