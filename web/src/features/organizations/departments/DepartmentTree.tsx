import { IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentLocale } from "@/ui/i18n";
import type { Department } from "../queries";
import { rowsOf, step } from "./tree";
import classes from "./tree.module.css";

interface Props {
  items: readonly Department[];
  label: string;
  selected: string | null;
  onSelect: (id: string) => void;
  search?: string;
  /** Shown, and not to be chosen. */
  barred?: ReadonlySet<string>;
}

/** A tree by the WAI-ARIA pattern: one tab stop, arrows inside. Only open branches are in the page. */
export function DepartmentTree({ items, label, selected, onSelect, search = "", barred }: Props) {
  const { t } = useTranslation();
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(() => firstBranches(items, selected));
  const [focused, setFocused] = useState<string | null>(selected);
  const list = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  const rows = rowsOf(items, expanded, search, currentLocale());
  const index = Math.max(
    0,
    rows.findIndex((row) => row.department.id === focused),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the line to focus exists only after the render that shows it
  useEffect(() => {
    if (moved.current) list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [focused]);

  const toggle = (ids: string[], open: boolean) =>
    setExpanded((before) => {
      const after = new Set(before);
      for (const id of ids) open ? after.add(id) : after.delete(id);
      return after;
    });

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[index];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!barred?.has(row.department.id)) onSelect(row.department.id);
      return;
    }
    const next = step(rows, index, event.key);
    if (!next) return;
    event.preventDefault();
    if ("focus" in next) {
      moved.current = true;
      setFocused(rows[next.focus]?.department.id ?? null);
    } else if ("openAll" in next) toggle(next.openAll, true);
    else if ("open" in next) toggle([next.open], true);
    else toggle([next.close], false);
  };

  return (
    <div ref={list} className={classes.tree} role="tree" aria-label={label} data-testid="department-tree">
      {rows.map(({ department, level, position, size, hasChildren, expanded: open }, at) => (
        <div
          key={department.id}
          role="treeitem"
          aria-level={level}
          aria-setsize={size}
          aria-posinset={position}
          aria-expanded={hasChildren ? open : undefined}
          aria-selected={department.id === selected}
          aria-disabled={barred?.has(department.id) || undefined}
          aria-label={department.name}
          tabIndex={at === index ? 0 : -1}
          className={classes.row}
          style={{ "--level": level } as React.CSSProperties}
          onKeyDown={onKeyDown}
          onClick={() => {
            setFocused(department.id);
            if (!barred?.has(department.id)) onSelect(department.id);
          }}
          data-testid="department"
        >
          {hasChildren ? (
            <button
              type="button"
              tabIndex={-1}
              className={classes.toggle}
              data-open={open || undefined}
              aria-label={open ? t("organizations.tree.close") : t("organizations.tree.open")}
              onClick={(event) => {
                event.stopPropagation();
                toggle([department.id], !open);
              }}
            >
              <IconChevronRight size={18} stroke={1.5} aria-hidden />
            </button>
          ) : (
            <span className={classes.toggle} />
          )}
          <bdi className={classes.name}>{department.name}</bdi>
          <span className={classes.count}>{t("organizations.people", { count: department.members })}</span>
        </div>
      ))}
    </div>
  );
}

/** A small tree is shown open; of a large one the top is enough to begin with. */
const SMALL = 40;

/** With the way to what is selected: a sent address shows it in its place. */
function firstBranches(items: readonly Department[], selected: string | null): Set<string> {
  const open = new Set(items.filter((each) => items.length <= SMALL || each.parent === null).map((each) => each.id));
  const parents = new Map(items.map((each) => [each.id, each.parent]));
  for (let id = selected && parents.get(selected); id && !open.has(id); id = parents.get(id) ?? null) open.add(id);
  return open;
}
