import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/features/cloud/fileSize";
import { ProofProvider } from "@/features/settings/security/Proof";
import { Failed, PageHead } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import { knownQuery } from "../mine/queries";
import classes from "./copy.module.css";
import { OrderCard } from "./OrderCard";
import { TakeIn } from "./TakeIn";

/** Everything about me as one file, and such a file brought along from elsewhere. */
export function CopyPage() {
  const { t } = useTranslation();
  return (
    <ProofProvider>
      <article className={classes.page}>
        <PageHead title={t("copy.title")}>{t("copy.lead")}</PageHead>
        <OrderCard />
        <Inside />
        <TakeIn />
      </article>
    </ProofProvider>
  );
}

/** What will be in it, in numbers. */
function Inside() {
  const { t } = useTranslation();
  const known = useQuery(knownQuery);
  const number = new Intl.NumberFormat(currentLocale());
  return (
    <section className={classes.section} aria-labelledby="copy-inside">
      <div>
        <Title order={2} id="copy-inside">
          {t("copy.inside")}
        </Title>
        <p className={classes.soft}>{t("copy.insideWhy")}</p>
      </div>
      {known.isPending ? <Skeleton height={240} /> : null}
      {known.isError && !known.data ? <Failed error={known.error} onRetry={() => known.refetch()} /> : null}
      {known.data ? (
        <ul className={classes.numbers} data-testid="known">
          {known.data.categories.map(({ id, label, count, bytes }) => (
            <li key={id} data-empty={count === 0 && bytes === 0 ? "" : undefined}>
              <span>{label}</span>
              <span className={classes.number}>
                {bytes > 0 ? `${fileSize(bytes)} · ` : ""}
                {t("copy.entries", { count, shown: number.format(count) })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <p className={classes.soft}>{t("copy.secrets")}</p>
    </section>
  );
}
