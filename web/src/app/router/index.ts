import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { CrashPage, NotFoundPage } from "../Fallbacks";
import { accountRoutes } from "./accounts";
import { framed, root } from "./base";
import { cloudRoutes } from "./cloud";
import { meetingRoutes, room } from "./meetings";
import { organizationRoutes } from "./organizations";
import { privacyRoutes } from "./privacy";

const tree = root.addChildren([
  framed.addChildren([...accountRoutes, ...meetingRoutes, ...privacyRoutes, ...organizationRoutes, ...cloudRoutes]),
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
