import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./cloud.module.css";

interface Props {
  count: number;
  /** Whether it is the hidden ones that are shown. */
  shown: boolean;
  onShow: (shown: boolean) => void;
}

/** How much of what others shared is off the list, and the way to it and back. */
export function HiddenNote({ count, shown, onShow }: Props) {
  const { t } = useTranslation();
  return (
    <p className={classes.lead}>
      {shown ? t("cloud.hidden.lead") : t("cloud.hidden.count", { count })}{" "}
      <Anchor component="button" type="button" inherit onClick={() => onShow(!shown)} data-testid="toggle-hidden">
        {t(shown ? "cloud.hidden.back" : "cloud.hidden.show")}
      </Anchor>
    </p>
  );
}
