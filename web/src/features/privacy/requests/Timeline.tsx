import { Moment } from "@/ui";
import type { MyRequest } from "./queries";
import classes from "./requests.module.css";

export function Timeline({ events }: { events: MyRequest["timeline"] }) {
  return (
    <ol className={classes.timeline} data-testid="timeline">
      {events.map((event) => (
        <li key={`${event.kind}${event.at}`} data-by={event.by} data-kind={event.kind}>
          <span>{event.text}</span>
          <span className={classes.soft}>
            <Moment at={event.at} />
          </span>
        </li>
      ))}
    </ol>
  );
}
