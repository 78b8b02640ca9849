import type { Entry } from "../types";

export const sorts = ["name", "size", "modified"] as const;
export type Sort = (typeof sorts)[number];

export interface Order {
  sort: Sort;
  descending: boolean;
}

/** As the address says it: `modified`, or `-modified` for the latest first; the usual order is not said at all. */
export function parseOrder(word: string | undefined): Order {
  const name = word?.replace(/^-/, "");
  const sort = sorts.find((each) => each === name);
  return sort ? { sort, descending: word?.startsWith("-") === true } : { sort: "name", descending: false };
}

export const orderWord = ({ sort, descending }: Order): string | undefined =>
  sort === "name" && !descending ? undefined : `${descending ? "-" : ""}${sort}`;

/** What a click on a column does: that column, or the other way round where it is that one already. */
export const turned = (order: Order, sort: Sort): Order =>
  // Sizes and times are looked at for the greatest and the latest.
  order.sort === sort ? { sort, descending: !order.descending } : { sort, descending: sort !== "name" };

/** Folders first, then the order asked for; names as a person counts, “2” before “10”, and the name settles a draw. */
export function sorted(entries: readonly Entry[], { sort, descending }: Order, locale: string): Entry[] {
  const names = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const byName = (a: Entry, b: Entry) => names.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
  const way = descending ? -1 : 1;
  const compare = {
    name: (a: Entry, b: Entry) => way * byName(a, b),
    size: (a: Entry, b: Entry) => way * (a.size - b.size) || byName(a, b),
    modified: (a: Entry, b: Entry) => way * (Date.parse(a.modified_at) - Date.parse(b.modified_at)) || byName(a, b),
  }[sort];
  return [...entries].sort((a, b) => Number(b.is_folder) - Number(a.is_folder) || compare(a, b));
}
