import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";
import { localPath, SignInPage, sessionQuery } from "@/features/accounts";
import { DetailsPage, MeetingsPage, RoomPage } from "@/features/meetings";
import { PolicyPage } from "@/features/privacy";
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
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = localPath(search.next);
    return next ? { next } : {};
  },
  component: SignInPage,
});

const meetings = createRoute({
  getParentRoute: () => framed,
  path: "/meetings",
  beforeLoad: signedInOnly,
  component: MeetingsPage,
});

const meetingDetails = createRoute({
  getParentRoute: () => framed,
  path: "/meetings/$code",
  beforeLoad: signedInOnly,
  component: DetailsPage,
});

const privacy = createRoute({
  getParentRoute: () => framed,
  path: "/privacy",
  component: PolicyPage,
});

const room = createRoute({
  getParentRoute: () => root,
  path: "/m/$code",
  component: RoomPage,
});

const tree = root.addChildren([framed.addChildren([landing, signIn, meetings, meetingDetails, privacy]), room]);

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
