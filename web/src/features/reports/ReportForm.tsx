import { Button, Radio, Textarea, TextInput } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, isProblem, unwrap } from "@/api";
import type { components } from "@/api/schema";
import { duration, ProblemNote, sentences } from "@/ui";
import classes from "./reports.module.css";

type Relation = components["schemas"]["ChildReportIn"]["relation"];

export function ReportForm({ onSent }: { onSent: (dueAt: string) => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState("");
  const [relation, setRelation] = useState<Relation | null>(null);
  const [explanation, setExplanation] = useState("");
  const [contact, setContact] = useState("");
  const reasonId = useId();

  const send = useMutation({
    mutationFn: (chosen: Relation) =>
      unwrap(api.POST("/api/v1/child-reports", { body: { account, relation: chosen, explanation, contact } })),
    onSuccess: (answer) => onSent(answer.due_at),
  });

  const missing = !account.trim() || relation === null;
  const accountError = isProblem(send.error, "account-unreadable") ? send.error : null;
  const wait = Number(isProblem(send.error) ? send.error.facts.retry_after : Number.NaN);
  const relations: [Relation, string][] = [
    ["parent", t("reports.parent")],
    ["teacher", t("reports.teacher")],
    ["child", t("reports.child")],
    ["other", t("reports.other")],
  ];
  const optional = (label: string) => (
    <>
      {label} <span className={classes.optional}>{t("reports.optional")}</span>
    </>
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!missing) send.mutate(relation);
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t("reports.account")}
        description={t("reports.accountHint")}
        placeholder={t("reports.accountPlaceholder")}
        value={account}
        maxLength={300}
        onChange={(event) => {
          setAccount(event.currentTarget.value);
          if (accountError) send.reset();
        }}
        error={accountError ? sentences(accountError.title, accountError.detail) : null}
        autoComplete="off"
        data-testid="report-account"
      />
      <Radio.Group
        label={t("reports.relation")}
        value={relation}
        onChange={(value) => setRelation(value as Relation)}
        data-testid="report-relation"
      >
        <div className={classes.relations}>
          {relations.map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={optional(t("reports.explanation"))}
        description={t("reports.explanationHint")}
        value={explanation}
        maxLength={2000}
        rows={4}
        onChange={(event) => setExplanation(event.currentTarget.value)}
        data-testid="report-explanation"
      />
      <TextInput
        label={optional(t("reports.contact"))}
        description={t("reports.contactHint")}
        value={contact}
        maxLength={120}
        onChange={(event) => setContact(event.currentTarget.value)}
        data-testid="report-contact"
      />
      <p className={classes.why}>
        <IconShieldCheck size={18} stroke={1.5} aria-hidden />
        <span>{t("reports.why")}</span>
      </p>
      {send.error && !accountError ? (
        <ProblemNote error={send.error} extra={wait > 0 ? t("reports.waitFor", { time: duration(wait) }) : undefined} />
      ) : null}
      <div className={classes.submit}>
        <Button
          type="submit"
          disabled={missing}
          loading={send.isPending}
          aria-describedby={missing ? reasonId : undefined}
          data-testid="report-send"
        >
          {t("reports.send")}
        </Button>
        {missing ? (
          <p className={classes.reason} id={reasonId}>
            {t("reports.need")}
          </p>
        ) : null}
      </div>
    </form>
  );
}
