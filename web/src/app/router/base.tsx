import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { sessionQuery } from "@/features/accounts";
import { NotFoundPage } from "../Fallbacks";
import { Frame } from "../Frame";

interface Context {
  queryClient: QueryClient;
}

export const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: FramedNotFound });

function FramedNotFound() {
  return (
    <Frame>
      <NotFoundPage />
    </Frame>
  );
}

export const framed = createRoute({
  getParentRoute: () => root,
  id: "framed",
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
});

/** The person, or null when nobody is signed in or the server cannot be asked: the page then shows its own error. */
export const person = (context: Context) =>
  context.queryClient.ensureQueryData(sessionQuery).then(
    (session) => session.person,
    () => null,
  );

export const signedInOnly = async ({ context, location }: { context: Context; location: { href: string } }) => {
  if (!(await person(context))) throw redirect({ to: "/sign-in", search: { next: location.href } });
};

/** The space a page shows: an organisation's id, or nothing for the personal one. */
export const inSpace = (search: Record<string, unknown>): { org?: string } =>
  typeof search.org === "string" && search.org ? { org: search.org } : {};

/** What a list is narrowed to, and what is opened in it, stands in the address. */
export const searching =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown>): Partial<Record<Name, string>> => {
    const found: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (value !== "" && (typeof value === "string" || typeof value === "number")) found[name] = String(value);
    }
    return found;
  };
