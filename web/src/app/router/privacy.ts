import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import {
  AccessPage,
  CLAUSE_STATES,
  CopyPage,
  DeletePage,
  FarewellPage,
  PolicyPage,
  StatusPage,
} from "@/features/privacy";
import { loadTexts } from "@/ui";
import { framed, signedInOnly } from "./base";

const privacy = createRoute({
  getParentRoute: () => framed,
  path: "/privacy",
  loader: () => loadTexts("promises"),
  component: PolicyPage,
});

const promises = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/status",
  validateSearch: (search: Record<string, unknown>): { state?: (typeof CLAUSE_STATES)[number] } => {
    const state = CLAUSE_STATES.find((each) => each === search.state);
    return state ? { state } : {};
  },
  loader: () => loadTexts("promises"),
  component: StatusPage,
});

const myCopy = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/mine/copy",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("copy", "security"),
  component: CopyPage,
});
const accesses = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/mine/access",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("accesses"),
  component: AccessPage,
});
const deleteAccount = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/mine/delete",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("erasure", "security"),
  component: DeletePage,
});

/** Whoever deleted their account has none to sign in with: the address is enough. */
const farewell = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/farewell/$receipt",
  loader: () => loadTexts("erasure"),
  component: FarewellPage,
});
const mine = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/mine",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("mine", "security"),
  component: lazyRouteComponent(() => import("@/features/privacy/mine/MinePage"), "MinePage"),
});

const known = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/mine/known/$category",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("mine"),
  component: lazyRouteComponent(() => import("@/features/privacy/mine/KnownPage"), "KnownPage"),
});

const operatorDesk = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/desk",
  validateSearch: (search: Record<string, unknown>): { request?: string } =>
    typeof search.request === "string" ? { request: search.request } : {},
  beforeLoad: signedInOnly,
  loader: () => loadTexts("mine", "operator"),
  component: lazyRouteComponent(() => import("@/features/privacy/requests/DeskPage"), "OperatorDeskPage"),
});

const retention = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/retention",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("operator"),
  component: lazyRouteComponent(() => import("@/features/privacy/operator/RetentionPage"), "RetentionPage"),
});

const processors = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/processors",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("operator"),
  component: lazyRouteComponent(() => import("@/features/privacy/operator/ProcessorsPage"), "ProcessorsPage"),
});

const versions = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/versions",
  validateSearch: (search: Record<string, unknown>): { version?: string } =>
    typeof search.version === "string" ? { version: search.version } : {},
  loader: () => loadTexts("mine"),
  component: lazyRouteComponent(() => import("@/features/privacy/versions/VersionsPage"), "VersionsPage"),
});

export const privacyRoutes = [
  privacy,
  accesses,
  promises,
  myCopy,
  deleteAccount,
  farewell,
  mine,
  operatorDesk,
  retention,
  processors,
  known,
  versions,
] as const;
