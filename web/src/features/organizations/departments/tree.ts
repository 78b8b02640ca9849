import type { Department } from "../queries";

/** One visible line of the tree. */
export interface Row {
  department: Department;
  level: number;
  position: number;
  size: number;
  parent: string | null;
  hasChildren: boolean;
  expanded: boolean;
}

type Children = Map<string | null, Department[]>;

function childrenOf(items: readonly Department[], locale?: string): Children {
  const collator = new Intl.Collator(locale, { numeric: true });
  const children: Children = new Map();
  for (const item of items) {
    const siblings = children.get(item.parent);
    if (siblings) siblings.push(item);
    else children.set(item.parent, [item]);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => collator.compare(a.name, b.name));
  return children;
}

/** The lines to show. A search opens the way to whatever it finds and hides the rest. */
export function rowsOf(
  items: readonly Department[],
  expanded: ReadonlySet<string>,
  search = "",
  locale?: string,
): Row[] {
  const children = childrenOf(items, locale);
  const found = search.trim() ? wayTo(items, search.trim().toLocaleLowerCase()) : null;
  const rows: Row[] = [];
  const walk = (parent: string | null, level: number) => {
    const siblings = (children.get(parent) ?? []).filter((each) => !found || found.has(each.id));
    siblings.forEach((department, index) => {
      const below = (children.get(department.id) ?? []).filter((each) => !found || found.has(each.id));
      const open = below.length > 0 && (found !== null || expanded.has(department.id));
      rows.push({
        department,
        level,
        position: index + 1,
        size: siblings.length,
        parent,
        hasChildren: below.length > 0,
        expanded: open,
      });
      if (open) walk(department.id, level + 1);
    });
  };
  walk(null, 1);
  return rows;
}

function wayTo(items: readonly Department[], needle: string): Set<string> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const found = new Set<string>();
  for (const item of items) {
    if (!item.name.toLocaleLowerCase().includes(needle)) continue;
    for (
      let at: Department | undefined = item;
      at && !found.has(at.id);
      at = at.parent ? byId.get(at.parent) : undefined
    )
      found.add(at.id);
  }
  return found;
}

/** The names from the top down to a department. */
export function pathTo(items: readonly Department[], id: string | null): string[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const path: string[] = [];
  for (let at = id ? byId.get(id) : undefined; at; at = at.parent ? byId.get(at.parent) : undefined)
    path.unshift(at.name);
  return path;
}

/** A department and all below it: where it cannot be moved to. */
export function subtreeOf(items: readonly Department[], id: string): Set<string> {
  const children = childrenOf(items);
  const found = new Set([id]);
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const child of children.get(at) ?? []) {
      found.add(child.id);
      open.push(child.id);
    }
  }
  return found;
}

export type Step = { focus: number } | { open: string } | { close: string } | { openAll: string[] } | null;

/** What a key does in a tree (WAI-ARIA Authoring Practices, Tree View). */
export function step(rows: readonly Row[], at: number, key: string): Step {
  const row = rows[at];
  if (!row) return null;
  const { id } = row.department;
  switch (key) {
    case "ArrowDown":
      return at + 1 < rows.length ? { focus: at + 1 } : null;
    case "ArrowUp":
      return at > 0 ? { focus: at - 1 } : null;
    case "Home":
      return { focus: 0 };
    case "End":
      return { focus: rows.length - 1 };
    case "ArrowRight":
      if (!row.hasChildren) return null;
      return row.expanded ? { focus: at + 1 } : { open: id };
    case "ArrowLeft": {
      if (row.expanded) return { close: id };
      const parent = rows.findIndex((each) => each.department.id === row.parent);
      return parent >= 0 ? { focus: parent } : null;
    }
    case "*":
      return {
        openAll: rows
          .filter((each) => each.parent === row.parent && each.hasChildren)
          .map((each) => each.department.id),
      };
    default:
      return typed(rows, at, key);
  }
}

/** A letter goes to the next line that begins with it. */
function typed(rows: readonly Row[], at: number, key: string): Step {
  if ([...key].length !== 1 || key === " ") return null;
  const letter = key.toLocaleLowerCase();
  for (let distance = 1; distance <= rows.length; distance++) {
    const index = (at + distance) % rows.length;
    if (rows[index]?.department.name.toLocaleLowerCase().startsWith(letter)) return { focus: index };
  }
  return null;
}
