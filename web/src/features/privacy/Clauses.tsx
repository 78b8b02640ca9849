import classes from "./policy.module.css";

/** The clause ids a sentence stands for: quiet, but each an address that a colleague can be sent. */
export function Clauses({ ids, anchor = false }: { ids: string[]; anchor?: boolean }) {
  return (
    <span className={classes.clauses}>
      {ids.map((id) => (
        <a key={id} href={`#${id}`} id={anchor ? id : undefined}>
          {id}
        </a>
      ))}
    </span>
  );
}
