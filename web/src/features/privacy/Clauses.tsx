import classes from "./policy.module.css";

/** The clause ids a sentence stands for: quiet, but each an address that a colleague can be sent. */
export function Clauses({ ids, anchors = [] }: { ids: string[]; anchors?: readonly string[] }) {
  return (
    <span className={classes.clauses}>
      {ids.map((id) => (
        <a key={id} href={`#${id}`} id={anchors.includes(id) ? id : undefined}>
          {id}
        </a>
      ))}
    </span>
  );
}
