import { Button, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import { FactorForm } from "./FactorForm";
import type { Method, SignInState } from "./signIn";
import classes from "./signIn.module.css";

interface Props {
  flow: string;
  methods: Method[];
  onAnswer: (answer: SignInState) => void;
  onStartAgain: () => void;
}

export function SecondFactorStep({ flow, methods, onAnswer, onStartAgain }: Props) {
  const { t } = useTranslation();
  const path = { params: { path: { flow } } };
  return (
    <div className={classes.step} data-testid="second-factor">
      <div>
        <Title order={1} size="h2">
          {t("security.factor.title")}
        </Title>
        <p className={classes.lead}>{t("security.factor.lead")}</p>
      </div>
      <FactorForm
        methods={methods}
        askOptions={() => unwrap(api.POST("/api/v1/sign-in/{flow}/second-factor/options", path))}
        // The challenge belongs to this flow: its id stands in the path.
        prove={async ({ flow: _, ...proof }) =>
          onAnswer(
            await unwrap<SignInState>(api.POST("/api/v1/sign-in/{flow}/second-factor", { ...path, body: proof })),
          )
        }
        over={(error) => isProblem(error, "flow-unknown", "code-expired", "code-used", "code-attempts-exhausted")}
      />
      <details className={classes.lost}>
        <summary>{t("security.factor.lost")}</summary>
        <p>{t("security.factor.lostText")}</p>
      </details>
      <Button variant="subtle" onClick={onStartAgain}>
        {t("signIn.startAgain")}
      </Button>
    </div>
  );
}
