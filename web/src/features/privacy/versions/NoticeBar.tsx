import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { day, Note, ProblemNote } from "@/ui";
import { accept, delivered, type Notice, noticeQuery, seen } from "./queries";
import classes from "./versions.module.css";

/** What changed, on whatever page one is; nothing is in its way. */
export function NoticeBar({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const asks = notice.need === "acceptance";
  const done = useMutation({
    mutationFn: () => (asks ? accept(notice.version) : seen(notice.version)),
    onSuccess: () => client.setQueryData(noticeQuery.queryKey, null),
  });
  useEffect(() => {
    // What could not be noted now is noted when it is shown again.
    delivered(notice.version).catch(() => undefined);
  }, [notice.version]);
  return (
    <div className={classes.notice} data-testid="policy-notice" data-need={notice.need}>
      <Note title={t("versions.changed", { date: day(`${notice.version}T12:00:00`) })}>
        <p>
          {asks ? t("versions.asks") : t("versions.tells")} {t("versions.sentences", { count: notice.sentences })}
        </p>
        {notice.changes.length > 0 ? (
          <ul>
            {notice.changes.slice(0, 4).map((each) => (
              <li key={each.text}>{each.text}</li>
            ))}
          </ul>
        ) : null}
        {notice.consents.length > 0 ? (
          <p>
            {t("versions.consents")} <Link to="/privacy/mine">{t("mine.title")}</Link>
          </p>
        ) : null}
        <ProblemNote error={done.error} />
        <div className={classes.buttons}>
          <Link to="/privacy/versions" search={{ version: notice.version }}>
            {t("versions.what")}
          </Link>
          <Button size="xs" variant="default" loading={done.isPending} onClick={() => done.mutate()}>
            {asks ? t("versions.accept") : t("versions.seen")}
          </Button>
        </div>
      </Note>
    </div>
  );
}
