import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { parseTable } from "./csv";
import classes from "./text.module.css";

export function TableText({ text }: { text: string }) {
  const { t } = useTranslation();
  const table = useMemo(() => parseTable(text), [text]);
  const [head = [], ...rows] = table.rows;
  const columns = [...Array(table.columns).keys()];
  return (
    <>
      {table.cut ? <p className={classes.said}>{t("preview.rows", { count: table.rows.length })}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too */}
      <div className={classes.sheet} data-zoomed tabIndex={0}>
        <table data-testid="table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {head[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, number) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a table that never changes has no other key
              <tr key={number}>
                {columns.map((column) => (
                  <td key={column}>{row[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
