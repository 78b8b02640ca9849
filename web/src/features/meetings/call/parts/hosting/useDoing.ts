import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { sentences } from "@/ui";
import { useCall } from "../../frame/CallContext";

/** Runs what a host asks for; what is refused is said over the stage, in the server's words. */
export function useDoing() {
  const { t } = useTranslation();
  const { code, toast } = useCall();
  const queryClient = useQueryClient();
  return async (request: Promise<unknown>, done?: () => void) => {
    try {
      await request;
      done?.();
    } catch (error) {
      toast({ id: "refused", text: isProblem(error) ? sentences(error.title, error.detail) : t("problem.failed") });
    }
    void queryClient.invalidateQueries({ queryKey: ["lobby", code] });
    void queryClient.invalidateQueries({ queryKey: ["conduct", code] });
    void queryClient.invalidateQueries({ queryKey: ["breakouts", code] });
  };
}
