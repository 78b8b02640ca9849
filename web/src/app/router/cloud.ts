import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { loadTexts } from "@/ui";
import { framed, searching, signedInOnly } from "./base";

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

export const cloudRoutes = [cloud.addChildren(cloudPages), link] as const;
