import { Button, Skeleton, Switch, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { day, Failed, ProblemNote } from "@/ui";
import mine from "../mine/mine.module.css";
import { type Consent, choose, consentsQuery, type Objection, objectionsQuery, objectTo } from "../mine/queries";
import classes from "./choices.module.css";

/** What I allowed, and what goes on unless I object: a switch that holds at once, or what stands against one. */
export function Choices({ onObject }: { onObject: (text: string) => void }) {
  const { t } = useTranslation();
  const consents = useQuery(consentsQuery);
  const objections = useQuery(objectionsQuery);
  const failed = [consents, objections].find((each) => each.isError && !each.data);
  return (
    <section className={mine.section} aria-labelledby="choices">
      <Title order={2} id="choices">
        {t("mine.choices")}
      </Title>
      <p className={mine.lead}>{t("mine.choicesText")}</p>
      {failed ? <Failed error={failed.error} onRetry={() => failed.refetch()} /> : null}
      {consents.isPending || objections.isPending ? <Skeleton height={144} radius={10} mt={16} aria-busy /> : null}
      {consents.data && objections.data ? (
        <ul className={classes.list}>
          {consents.data.items.map((each) => (
            <ConsentRow key={each.purpose} consent={each} />
          ))}
          {objections.data.items.map((each) =>
            each.against ? (
              <WeighedRow key={each.purpose} objection={each} onObject={onObject} />
            ) : (
              <ObjectionRow key={each.purpose} objection={each} />
            ),
          )}
        </ul>
      ) : null}
    </section>
  );
}

function ConsentRow({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (given: boolean) => choose(consent.purpose, given),
    onSuccess: (now) => client.setQueryData(consentsQuery.queryKey, now),
  });
  const since = consent.since ? day(consent.since) : "";
  return (
    <li className={classes.row}>
      <Switch
        size="md"
        labelPosition="left"
        classNames={{ body: classes.body, labelWrapper: classes.label }}
        label={consent.text}
        description={
          since ? t(consent.given ? "mine.givenOn" : "mine.withdrawnOn", { date: since }) : t("mine.neverGiven")
        }
        checked={consent.given}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
        data-testid={`consent-${consent.purpose}`}
      />
      <ProblemNote error={change.error} />
    </li>
  );
}

function ObjectionRow({ objection }: { objection: Objection }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (objected: boolean) => objectTo(objection.purpose, objected),
    onSuccess: (now) => {
      client.setQueryData(objectionsQuery.queryKey, now);
      void client.invalidateQueries({ queryKey: ["measuring"] });
    },
  });
  return (
    <li className={classes.row}>
      <Switch
        size="md"
        labelPosition="left"
        classNames={{ body: classes.body, labelWrapper: classes.label }}
        label={objection.text}
        description={objection.objected ? objection.stops : t("mine.goesOn", { basis: objection.basis })}
        checked={!objection.objected}
        disabled={change.isPending}
        onChange={(event) => change.mutate(!event.currentTarget.checked)}
        data-testid={`objection-${objection.purpose}`}
      />
      <ProblemNote error={change.error} />
    </li>
  );
}

/** It does not stop by itself: what I say is weighed by somebody, and answered like any request. */
function WeighedRow({ objection, onObject }: { objection: Objection; onObject: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <li className={`${classes.row} ${classes.weighed}`} data-testid={`weighed-${objection.purpose}`}>
      <div className={classes.label}>
        <p>{objection.text}</p>
        <p className={classes.against}>{objection.against}</p>
      </div>
      <Button variant="default" onClick={() => onObject(t("mine.iObject", { what: objection.text }))}>
        {t("mine.object")}
      </Button>
    </li>
  );
}
