import { Button, NativeSelect, Skeleton } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed, Moment, PageHead, StatePage } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { actsQuery } from "../queries";
import classes from "./audit.module.css";

export function AuditPage() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const { about: subject = "" } = useSearch({ from: "/framed/o/$organization/audit" });
  const navigate = useNavigate({ from: "/o/$organization/audit" });
  const acts = useInfiniteQuery(actsQuery(organization.id, subject));
  const items = acts.data?.pages.flatMap((page) => page.items) ?? [];
  const subjects = [
    { value: "", label: t("organizations.audit.all") },
    { value: "member", label: t("organizations.tabs.people") },
    { value: "department", label: t("organizations.tabs.departments") },
    { value: "group", label: t("organizations.tabs.groups") },
    { value: "rules", label: t("organizations.tabs.rules") },
  ];
  return (
    <>
      <PageHead
        title={t("organizations.tabs.audit")}
        actions={
          <NativeSelect
            aria-label={t("organizations.audit.about")}
            value={subject}
            onChange={(event) => navigate({ search: { about: event.currentTarget.value || undefined }, replace: true })}
            data={subjects}
            data-testid="audit-subject"
          />
        }
      >
        {t("organizations.audit.lead")}
      </PageHead>
      {acts.isPending ? <Skeleton height={240} aria-busy /> : null}
      {acts.isError && !acts.data ? <Failed error={acts.error} onRetry={() => acts.refetch()} /> : null}
      {acts.data && items.length === 0 ? (
        <StatePage scale="block" icon={<IconHistory size={28} stroke={1.5} />} title={t("organizations.audit.empty")}>
          <p>{t("organizations.audit.emptyText")}</p>
        </StatePage>
      ) : null}
      {items.length > 0 ? (
        <ol className={classes.list} aria-label={t("organizations.tabs.audit")}>
          {items.map((act) => (
            <li key={act.id} data-testid="act">
              <span>
                <strong>
                  {act.actor === null ? t("organizations.audit.nobody") : act.actor || t("organizations.nameless")}
                </strong>{" "}
                {act.sentence}
              </span>
              <Moment at={act.at} />
            </li>
          ))}
        </ol>
      ) : null}
      {acts.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={acts.isFetchingNextPage} onClick={() => acts.fetchNextPage()}>
            {t("organizations.audit.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
