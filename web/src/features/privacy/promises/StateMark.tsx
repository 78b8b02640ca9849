import { IconAlertCircle, IconCircleCheck, IconCircleDashed, IconHelpCircle } from "@tabler/icons-react";
import classes from "./promises.module.css";
import type { ClauseState } from "./queries";

const ICONS = {
  kept: IconCircleCheck,
  broken: IconAlertCircle,
  unknown: IconHelpCircle,
  "not yet": IconCircleDashed,
} satisfies Record<ClauseState, typeof IconCircleCheck>;

/** The state as a shape and a colour; its word stands beside it or in the label around it. */
export function StateMark({ state, size = 16 }: { state: ClauseState; size?: number }) {
  const Icon = ICONS[state];
  return <Icon className={classes.mark} data-state={state} size={size} stroke={1.5} aria-hidden />;
}
