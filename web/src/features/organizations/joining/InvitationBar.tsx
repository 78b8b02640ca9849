import { useTranslation } from "react-i18next";
import { LinkButton, Note } from "@/ui";
import type { ExpectedForMe } from "./expected";
import classes from "./joining.module.css";

export function InvitationBar({ items }: { items: ExpectedForMe[] }) {
  const { t } = useTranslation();
  const [first] = items;
  if (!first) return null;
  return (
    <div className={classes.bar} data-testid="invitation-notice">
      <Note
        title={
          items.length === 1
            ? t("joining.notice.one", { organization: first.organization.name })
            : t("joining.notice.several", { count: items.length })
        }
      >
        <p>{t("joining.notice.text")}</p>
      </Note>
      <LinkButton to="/organizations" variant="default">
        {t("joining.notice.look")}
      </LinkButton>
    </div>
  );
}
