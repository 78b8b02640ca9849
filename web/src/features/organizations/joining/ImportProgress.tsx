import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { duration, Note, ProblemNote, useNow } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import { useOrganization } from "../OrganizationLayout";
import { cancelImport, type Import, importsQuery } from "./imports";
import { Progress } from "./Progress";

/** A list being read in another window, or being imported; it goes on when the page closes. */
export function ImportProgress({ batch }: { batch: Import }) {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const now = useNow(1000);
  const stop = useMutation({
    mutationFn: () => cancelImport(organization.id, batch.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: importsQuery(organization.id).queryKey }),
  });
  const people = batch.lines - batch.faulty;
  const numbers = new Intl.NumberFormat(currentLocale());
  const seconds = batch.confirmed_at ? (now - new Date(batch.confirmed_at).getTime()) / 1000 : 0;
  const rate = seconds > 0 ? batch.done / seconds : 0;
  const reading = batch.state === "reading";
  const facts =
    rate > 0
      ? t("joining.import.rate", {
          rate: numbers.format(Math.round(rate)),
          left: duration((people - batch.done) / rate),
        })
      : undefined;
  return (
    <>
      <Progress
        value={reading ? 0 : batch.done}
        maximum={reading ? 1 : people}
        label={
          reading
            ? t("joining.import.readingLines", { count: batch.lines })
            : t("joining.import.progress", { done: numbers.format(batch.done), people: numbers.format(people) })
        }
        facts={reading ? undefined : facts}
        stopping={stop.isPending}
        onStop={() => stop.mutate()}
      />
      <ProblemNote error={stop.error} />
      {reading ? null : <Note>{t("joining.import.goesOn")}</Note>}
    </>
  );
}
