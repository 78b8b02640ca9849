import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { day, Note, ProblemNote } from "@/ui";
import type { Language } from "@/ui/i18n";
import { liftRestriction, restrictionQuery } from "./queries";
import classes from "./requests.module.css";

/** That my data is restricted, since when and what rests because of it; nothing where it is not. */
export function Restricted() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const query = restrictionQuery(i18n.language as Language);
  const found = useQuery(query).data;
  const lift = useMutation({
    mutationFn: liftRestriction,
    onSuccess: (now) => client.setQueryData(query.queryKey, now),
  });
  if (!found?.since) return null;
  return (
    <div className={classes.restricted} data-testid="restricted">
      <Note title={t("restricted.title", { date: day(found.since) })}>
        <p>{t("restricted.text")}</p>
        <ul>
          {found.rests.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <ProblemNote error={lift.error} />
        <Button variant="default" loading={lift.isPending} onClick={() => lift.mutate()} data-testid="lift-restriction">
          {t("restricted.lift")}
        </Button>
      </Note>
    </div>
  );
}
