import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Policy } from "@/api";
import classes from "./policy.module.css";

type Purpose = Policy["data"][number]["purposes"][number];

/** As many purposes are read at a glance; a phone number serves a dozen. */
const SHOWN = 3;

/** What is kept of people: a row on a wide page, a card on a phone. */
export function DataTable({ rows, everywhere }: { rows: Policy["data"]; everywhere: Purpose[] }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section} id="data">
      <Title order={2}>{t("policy.data")}</Title>
      <table className={classes.data}>
        <thead>
          <tr>
            <th scope="col">{t("policy.fields")}</th>
            <th scope="col">{t("policy.purposes")}</th>
            <th scope="col">{t("policy.kept")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.category + row.retention + row.fields.join()}>
              <td>
                <strong>{row.category}</strong>
                <br />
                {row.fields.join(t("common.comma"))}
              </td>
              <td data-label={t("policy.purposes")}>
                <Purposes purposes={row.purposes} />
              </td>
              <td data-label={t("policy.kept")}>{row.retention}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t("policy.everywhere")}</p>
      <div className={classes.everywhere}>
        <ByBasis purposes={everywhere} />
      </div>
    </section>
  );
}

function Purposes({ purposes }: { purposes: Purpose[] }) {
  const { t } = useTranslation();
  const more = purposes.slice(SHOWN);
  return (
    <>
      <ByBasis purposes={purposes.slice(0, SHOWN)} />
      {more.length > 0 ? (
        <details>
          <summary>{t("policy.morePurposes", { count: more.length })}</summary>
          <ByBasis purposes={more} />
        </details>
      ) : null}
    </>
  );
}

/** Purposes of one legal basis under it, each with the companies that get something for it. */
function ByBasis({ purposes }: { purposes: Purpose[] }) {
  const { t } = useTranslation();
  const bases = [...new Set(purposes.map((each) => each.legal_basis))];
  return (
    <dl className={classes.bases}>
      {bases.map((basis) => (
        <div key={basis}>
          <dt>{basis}</dt>
          <dd>
            <ul>
              {purposes
                .filter((each) => each.legal_basis === basis)
                .map((each) => (
                  <li key={each.text}>
                    {each.text}
                    {each.recipients.length > 0 ? (
                      <span> ({t("policy.goesTo", { names: each.recipients.join(t("common.comma")) })})</span>
                    ) : null}
                  </li>
                ))}
            </ul>
          </dd>
        </div>
      ))}
    </dl>
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
