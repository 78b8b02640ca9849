import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./viewer.module.css";

/** What stands in the middle until there is something to look at. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={classes.waiting} role="status" aria-label={t("preview.loading")}>
      <Loader />
    </div>
  );
}
