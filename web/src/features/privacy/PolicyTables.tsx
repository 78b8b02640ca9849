import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Policy } from "@/api";
import classes from "./policy.module.css";

export function DataTable({ rows }: { rows: Policy["data"] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} id="data">
      <Title order={2}>{t("policy.data")}</Title>
      <Table
        head={[t("policy.category"), t("policy.fields"), t("policy.purpose"), t("policy.basis"), t("policy.kept")]}
      >
        {rows.map((row) => (
          <tr key={row.category + row.purpose + row.fields.join()}>
            <td>{row.category}</td>
            <td>{row.fields.join(t("common.comma"))}</td>
            <td>{row.purpose}</td>
            <td>{row.legal_basis}</td>
            <td>{row.retention}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

export function RecipientTable({ rows }: { rows: Policy["recipients"] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} id="recipients">
      <Title order={2}>{t("policy.recipients")}</Title>
      {rows.length === 0 ? (
        <p>{t("policy.noRecipients")}</p>
      ) : (
        <Table head={[t("policy.recipient"), t("policy.sends"), t("policy.purpose")]}>
          {rows.map((row) => (
            <tr key={row.host}>
              <td>
                {row.name}
                <br />
                <code>{row.host}</code>
              </td>
              <td>{row.sends}</td>
              <td>{row.purpose}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

export function StorageTable({ rows }: { rows: Policy["storage"] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} id="stored">
      <Title order={2}>{t("policy.storage")}</Title>
      <p>
        <Link to="/storage">{t("policy.storageChoice")}</Link>
      </p>
      <Table head={[t("policy.name"), t("policy.kind"), t("policy.purpose"), t("policy.lifetime"), t("policy.needed")]}>
        {rows.map((row) => (
          <tr key={row.name}>
            <td>
              <code>{row.name}</code>
            </td>
            <td>{row.kind === "cookie" ? t("policy.cookie") : t("policy.localStorage")}</td>
            <td>{row.purpose}</td>
            <td>{row.lifetime}</td>
            <td>{row.optional ? t("policy.optional") : t("policy.essential")}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Table({ head, children }: { head: string[]; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be scrollable by keyboard
    <div className={classes.scroll} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
