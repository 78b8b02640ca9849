import { Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/ui";
import { currentLocale } from "@/ui/i18n";
import classes from "./mine.module.css";
import { type Known, knownQuery } from "./queries";

/** What is known about me: the number first, what it holds below. */
export function KnownSection() {
  const { t } = useTranslation();
  const known = useQuery(knownQuery);
  return (
    <section className={classes.section} aria-labelledby="known">
      <Title order={2} id="known">
        {t("mine.known")}
      </Title>
      <p className={classes.lead}>{t("mine.knownText")}</p>
      {known.isError && !known.data ? <Failed error={known.error} onRetry={() => known.refetch()} /> : null}
      {known.isPending ? (
        <div className={classes.grid} aria-busy>
          {[0, 1, 2, 3, 4, 5].map((each) => (
            <Skeleton key={each} height={112} radius={10} />
          ))}
        </div>
      ) : null}
      {known.data ? (
        <ul className={classes.grid}>
          {known.data.categories
            .filter((each) => each.count || each.bytes)
            .map((each) => (
              <KnownCard key={each.id} known={each} />
            ))}
        </ul>
      ) : null}
    </section>
  );
}

function KnownCard({ known }: { known: Known }) {
  const { t } = useTranslation();
  const number = new Intl.NumberFormat(currentLocale());
  return (
    <li className={classes.known} data-testid={`known-${known.id}`}>
      <span className={classes.number}>{number.format(known.count)}</span>
      <Link to="/privacy/mine/known/$category" params={{ category: known.id }} className={classes.knownLink}>
        {known.label}
      </Link>
      <p className={classes.soft}>{known.fields.slice(0, 4).join(t("common.comma"))}</p>
      {known.fields.length > 4 ? (
        <details className={classes.more}>
          <summary>{t("mine.more", { count: known.fields.length - 4 })}</summary>
          <p className={classes.soft}>{known.fields.slice(4).join(t("common.comma"))}</p>
        </details>
      ) : null}
    </li>
  );
}
