import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import classes from "./note.module.css";

/** An error beside its cause: what happened and what to do now, in the server's or our own plain words. */
export function ProblemNote({ error, extra }: { error: unknown; extra?: string }) {
  const { t } = useTranslation();
  if (!error) return null;
  const title = isProblem(error) ? error.title : t("problem.failed");
  const detail = isProblem(error) ? error.detail : t("problem.failedDetail");
  return (
    <div role="alert" className={`${classes.note} ${classes.bad}`}>
      <IconAlertCircle size={20} stroke={1.5} aria-hidden />
      <div>
        <strong>{title}</strong>
        {detail ? <p>{detail}</p> : null}
        {extra ? <p>{extra}</p> : null}
      </div>
    </div>
  );
}
