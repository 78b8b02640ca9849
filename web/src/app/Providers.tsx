import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { isProblem } from "@/api";
import { colorSchemeManager } from "@/ui/colorScheme";
import { useIsOnStage } from "@/ui/stage";
import { theme } from "@/ui/theme";
import { createAppRouter } from "./router";
import { rememberScroll } from "./scrollMemory";

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the server has decided does not change by asking again; what it never heard may.
      retry: (count, error) => count < 2 && !(isProblem(error) && error.status >= 400 && error.status < 500),
    },
  },
});

const router = createAppRouter(queryClient);
rememberScroll(router);

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

export function Providers() {
  const onStage = useIsOnStage();
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      forceColorScheme={onStage ? "dark" : undefined}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
