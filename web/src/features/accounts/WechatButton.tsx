import { Button } from "@mantine/core";
import { IconBrandWechat } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { ProblemNote } from "@/ui";
import { useWechatSignIn } from "./useWechat";

interface Props {
  /** The version of the policy that was accepted; null: none yet, and nothing leaves this page. */
  policyVersion: string | null;
  next?: string;
  /** The id of the sentence that says what is missing. */
  reasonId?: string;
}

export function WechatButton({ policyVersion, next, reasonId }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const begin = useWechatSignIn();

  const leave = () => {
    if (policyVersion === null) return;
    begin.mutate(
      { policyVersion, next },
      {
        // The text changed while the page was open: what was accepted is not what is in force.
        onError: (error) => {
          if (isProblem(error, "policy-not-accepted")) queryClient.invalidateQueries({ queryKey: ["policy"] });
        },
      },
    );
  };

  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconBrandWechat size={20} stroke={1.5} />}
        disabled={policyVersion === null}
        // Still so while the browser is on its way: a second click would ask twice.
        loading={begin.isPending || begin.isSuccess}
        onClick={leave}
        aria-describedby={policyVersion === null ? reasonId : undefined}
        data-testid="wechat"
      >
        {t("security.wechat.signIn")}
      </Button>
      <ProblemNote error={begin.error} />
    </>
  );
}
