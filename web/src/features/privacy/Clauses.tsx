import { Popover } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { when } from "@/ui";
import classes from "./policy.module.css";
import { ClauseCard } from "./promises/ClauseCard";
import { useClauses } from "./promises/queries";
import { StateMark } from "./promises/StateMark";
import { useStateWords } from "./promises/useStateWords";

/** The clauses a sentence stands for, each with its mark: quiet, but an address that a colleague can be sent. */
export function Clauses({ ids, anchors = [] }: { ids: string[]; anchors?: readonly string[] }) {
  return (
    <span className={classes.clauses}>
      {ids.map((id) => (
        <ClauseMark key={id} id={id} anchor={anchors.includes(id)} />
      ))}
    </span>
  );
}

function ClauseMark({ id, anchor }: { id: string; anchor: boolean }) {
  const { t } = useTranslation();
  const words = useStateWords();
  const [open, setOpen] = useState(false);
  const clause = useClauses().data?.items.find((each) => each.id === id);
  const word = clause ? words[clause.state] : "";
  const label = clause?.checked_at ? t("promises.label", { word, when: when(clause.checked_at) }) : word;
  return (
    <Popover opened={open} onChange={setOpen} width={360} position="bottom-start" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <a
          href={`#${id}`}
          id={anchor ? id : undefined}
          title={label}
          aria-label={[id, label].filter(Boolean).join(", ")}
          aria-haspopup="dialog"
          aria-expanded={open}
          data-testid={`clause-${id}`}
          onClick={() => setOpen(!open)}
        >
          {clause ? <StateMark state={clause.state} size={14} /> : null}
          {id}
        </a>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 32px)" aria-label={id}>
        <ClauseCard id={id} />
        <p className={classes.more}>
          <Link to="/privacy/status" hash={id}>
            {t("promises.all")}
          </Link>
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
