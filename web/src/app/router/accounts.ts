import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { localPath, SignInPage } from "@/features/accounts";
import { loadTexts } from "@/ui";
import { LandingPage } from "../LandingPage";
import { framed, person, signedInOnly } from "./base";

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

export const accountRoutes = [landing, signIn, settings.addChildren(settingsPages), storage, reportChild] as const;
