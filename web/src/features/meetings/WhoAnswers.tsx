import { useTranslation } from "react-i18next";
import type { Meeting } from "@/api";

/** Who answers for a meeting's data: the organisation it is held in, or the operator, who may have given no name. */
export function WhoAnswers({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation();
  const { name } = meeting.controller;
  return <>{name ? t("meetings.answers", { name }) : t("meetings.answersOperator")}</>;
}
