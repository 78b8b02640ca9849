import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { localPath, SignInPage, sessionQuery } from "@/features/accounts";
import {
  DetailsPage,
  InvitedPage,
  MeetingRecordingsPage,
  MeetingsPage,
  RecordingPage,
  RecordingsPage,
  RoomPage,
  SchedulePage,
  SetPage,
} from "@/features/meetings";
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
import { CrashPage, NotFoundPage } from "./Fallbacks";
import { Frame } from "./Frame";
import { LandingPage } from "./LandingPage";

interface Context {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: FramedNotFound });

function FramedNotFound() {
  return (
    <Frame>
      <NotFoundPage />
    </Frame>
  );
}

const framed = createRoute({
  getParentRoute: () => root,
  id: "framed",
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
});

/** The person, or null when nobody is signed in or the server cannot be asked: the page then shows its own error. */
const person = (context: Context) =>
  context.queryClient.ensureQueryData(sessionQuery).then(
    (session) => session.person,
    () => null,
  );

const signedInOnly = async ({ context, location }: { context: Context; location: { href: string } }) => {
  if (!(await person(context))) throw redirect({ to: "/sign-in", search: { next: location.href } });
};

const landing = createRoute({
  getParentRoute: () => framed,
  path: "/",
  beforeLoad: async ({ context }) => {
    if (await person(context)) throw redirect({ to: "/meetings" });
  },
  component: LandingPage,
});

const signIn = createRoute({
  getParentRoute: () => framed,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string; flow?: string; problem?: string } => {
    const next = localPath(search.next);
    return {
      ...(next ? { next } : {}),
      // Back from a provider: a sign-in that goes on, or why it does not.
      ...(typeof search.flow === "string" ? { flow: search.flow } : {}),
      ...(typeof search.problem === "string" ? { problem: search.problem } : {}),
    };
  },
  component: SignInPage,
});

/** The space a page shows: an organisation's id, or nothing for the personal one. */
const inSpace = (search: Record<string, unknown>): { org?: string } =>
  typeof search.org === "string" && search.org ? { org: search.org } : {};

const meetings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings",
  validateSearch: (search: Record<string, unknown>): { org?: string; view?: string; on?: string } => ({
    ...inSpace(search),
    // What the agenda shows.
    ...(typeof search.view === "string" ? { view: search.view } : {}),
    ...(typeof search.on === "string" ? { on: search.on } : {}),
  }),
  beforeLoad: signedInOnly,
  loader: () => loadTexts("schedule"),
  component: MeetingsPage,
});

const newMeeting = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/new",
  validateSearch: inSpace,
  beforeLoad: signedInOnly,
  loader: () => loadTexts("schedule"),
  component: SchedulePage,
});

const setMeeting = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/set/$schedule",
  validateSearch: (search: Record<string, unknown>): { series?: string; at?: string } => ({
    ...(typeof search.series === "string" ? { series: search.series } : {}),
    ...(typeof search.at === "string" ? { at: search.at } : {}),
  }),
  beforeLoad: signedInOnly,
  loader: () => loadTexts("schedule"),
  component: SetPage,
});

/** Whoever was sent an invitation needs no account. */
const invited = createRoute({
  getParentRoute: () => framed,
  path: "/invited/$token",
  loader: () => loadTexts("schedule"),
  component: InvitedPage,
});

const meetingDetails = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("talk"),
  component: DetailsPage,
});

const recordings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/recordings",
  validateSearch: inSpace,
  beforeLoad: signedInOnly,
  loader: () => loadTexts("recording"),
  component: RecordingsPage,
});

const meetingRecordings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code/recordings",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("recording"),
  component: MeetingRecordingsPage,
});

const oneRecording = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code/recordings/$recording",
  beforeLoad: signedInOnly,
  loader: () => loadTexts("recording"),
  component: RecordingPage,
});

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
  loader: () => loadTexts("mine"),
  component: lazyRouteComponent(() => import("@/features/privacy/requests/DeskPage"), "OperatorDeskPage"),
});

const versions = createRoute({
  getParentRoute: () => framed,
  path: "/privacy/versions",
  validateSearch: (search: Record<string, unknown>): { version?: string } =>
    typeof search.version === "string" ? { version: search.version } : {},
  loader: () => loadTexts("mine"),
  component: lazyRouteComponent(() => import("@/features/privacy/versions/VersionsPage"), "VersionsPage"),
});

const room = createRoute({
  getParentRoute: () => root,
  path: "/m/$code",
  validateSearch: (search: Record<string, unknown>): { i?: string } =>
    typeof search.i === "string" ? { i: search.i } : {},
  loader: () => loadTexts("schedule", "call", "hosting", "recording", "talk"),
  component: RoomPage,
});

const settings = createRoute({
  getParentRoute: () => framed,
  path: "/settings",
  beforeLoad: async (asked) => {
    await signedInOnly(asked);
    if (/^\/settings\/?$/.test(asked.location.pathname)) throw redirect({ to: "/settings/profile", replace: true });
  },
  loader: () => loadTexts("profile", "security", "sessions", "talk", "erasure"),
  component: lazyRouteComponent(() => import("@/features/settings/SettingsLayout"), "SettingsLayout"),
});

const settingsPages = [
  createRoute({
    getParentRoute: () => settings,
    path: "/profile",
    component: lazyRouteComponent(() => import("@/features/settings/profile/ProfilePage"), "ProfilePage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/preferences",
    component: lazyRouteComponent(() => import("@/features/settings/preferences/PreferencesPage"), "PreferencesPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/security",
    component: lazyRouteComponent(() => import("@/features/settings/security/SecurityPage"), "SecurityPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/sessions",
    component: lazyRouteComponent(() => import("@/features/settings/sessions/SessionsPage"), "SessionsPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "/apps",
    component: lazyRouteComponent(() => import("@/features/settings/apps/AppsPage"), "AppsPage"),
  }),
] as const;

/** Open to everybody: what is stored in this browser is the business of whoever sits before it. */
const storage = createRoute({
  getParentRoute: () => framed,
  path: "/storage",
  loader: () => loadTexts("profile"),
  component: lazyRouteComponent(() => import("@/features/settings/storage/StoragePage"), "StoragePage"),
});

const reportChild = createRoute({
  getParentRoute: () => framed,
  path: "/report-child",
  loader: () => loadTexts("reports"),
  component: lazyRouteComponent(() => import("@/features/reports/ReportChildPage"), "ReportChildPage"),
});

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

/** What a list is narrowed to, and what is opened in it, stands in the address. */
const searching =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown>): Partial<Record<Name, string>> => {
    const found: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (value !== "" && (typeof value === "string" || typeof value === "number")) found[name] = String(value);
    }
    return found;
  };

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

/** The drive's one page: which folder or list it shows stands in the path, so that the way back keeps its place. */
const cloud = createRoute({
  getParentRoute: () => framed,
  path: "/cloud",
  validateSearch: searching("org", "space", "sort", "layout", "open", "details"),
  beforeLoad: signedInOnly,
  loader: () => loadTexts("cloud"),
  component: lazyRouteComponent(() => import("@/features/cloud/CloudPage"), "CloudPage"),
});

const cloudPages = [
  createRoute({ getParentRoute: () => cloud, path: "/" }),
  createRoute({ getParentRoute: () => cloud, path: "/folders/$folder" }),
  createRoute({ getParentRoute: () => cloud, path: "/recent" }),
  createRoute({ getParentRoute: () => cloud, path: "/favourites" }),
  createRoute({ getParentRoute: () => cloud, path: "/shared" }),
  createRoute({ getParentRoute: () => cloud, path: "/shared-by-me" }),
  createRoute({ getParentRoute: () => cloud, path: "/trash" }),
] as const;

/** Whoever was sent a link needs no account. */
const link = createRoute({
  getParentRoute: () => framed,
  path: "/s/$token",
  validateSearch: searching("folder", "open"),
  loader: () => loadTexts("links", "preview"),
  component: lazyRouteComponent(() => import("@/features/links/LinkPage"), "LinkPage"),
});

const tree = root.addChildren([
  framed.addChildren([
    landing,
    signIn,
    meetings,
    newMeeting,
    setMeeting,
    invited,
    meetingDetails,
    recordings,
    meetingRecordings,
    oneRecording,
    privacy,
    accesses,
    promises,
    myCopy,
    deleteAccount,
    farewell,
    mine,
    operatorDesk,
    known,
    versions,
    settings.addChildren(settingsPages),
    storage,
    reportChild,
    organizations,
    join,
    organization.addChildren(organizationPages),
    cloud.addChildren(cloudPages),
    link,
  ]),
  room,
]);

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
    // Scroll positions would be written to sessionStorage, which is not in the registry.
    scrollRestoration: false,
  });
