import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api";

/** Leave for WeChat's page; it sends the browser back to the sign-in. Accepting the policy comes first. */
export const useWechatSignIn = () =>
  useMutation({
    mutationFn: ({ policyVersion, next }: { policyVersion: string; next?: string }) =>
      unwrap(
        api.POST("/api/v1/sign-in/wechat", { body: { policy_version: policyVersion, next: next ?? "/meetings" } }),
      ),
    onSuccess: ({ location }) => window.location.assign(location),
  });
