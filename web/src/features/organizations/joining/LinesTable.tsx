import { useTranslation } from "react-i18next";
import { roleName } from "../roles";
import type { Line } from "./imports";
import classes from "./joining.module.css";

export function LinesTable({ lines, label }: { lines: Line[]; label: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t("joining.import.line")}</th>
            <th scope="col">{t("joining.phone.phone")}</th>
            <th scope="col">{t("joining.import.name")}</th>
            <th scope="col">{t("organizations.person.department")}</th>
            <th scope="col">{t("organizations.person.role")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.number} data-fault={line.fault ?? undefined}>
              <td>{line.number}</td>
              <td>
                <bdi>{line.phone}</bdi>
                {line.problem ? <span className={classes.problem}>{line.problem}</span> : null}
              </td>
              <td>
                <bdi>{line.name}</bdi>
              </td>
              <td>
                <bdi>{line.department}</bdi>
              </td>
              <td>{line.fault ? null : roleName(t, line.role)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
