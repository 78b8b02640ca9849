import type { RetentionTable } from "./queries";

/** How many rows of all tables go at the next run (first), and on each of the days after. */
export function goingByDay(tables: Pick<RetentionTable, "going" | "days">[]): number[] {
  const length = Math.max(0, ...tables.map((each) => each.days.length));
  const days = Array.from({ length }, (_, day) => tables.reduce((sum, each) => sum + (each.days[day] ?? 0), 0));
  return [tables.reduce((sum, each) => sum + each.going, 0), ...days];
}

export const soon = (table: Pick<RetentionTable, "days">) => table.days.reduce((sum, each) => sum + each, 0);
