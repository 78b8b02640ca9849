import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { api, type Session, unwrap } from "@/api";
import { write } from "@/ui/storage";
import { adoptChoices } from "./choices";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    const session = await unwrap<Session>(api.GET("/api/v1/session"));
    await adoptChoices(session.person);
    return session;
  },
  staleTime: 5 * 60_000,
});

export const useSession = () => useQuery(sessionQuery);

export const usePerson = () => useSession().data?.person ?? null;

export function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE("/api/v1/session")),
    onSuccess: async () => {
      // Nothing of the person may stay in the page's memory, nor the names of their files, for whoever sits down next.
      write("uploads", null);
      queryClient.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, person: null });
      queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      await navigate({ to: "/" });
      await router.invalidate();
    },
  });
}
