import { type ReactNode, useEffect, useMemo, useState } from "react";
import { languageOf } from "../kinds";
import type { Scoped } from "./highlight";
import classes from "./text.module.css";

/** Colours for more than this would keep a phone busy for seconds. */
const COLOURED = 200_000;

/** A text as it is, with line numbers; a program in colours, once these have arrived. */
export function CodeText({ text, name }: { text: string; name: string }) {
  const language = text.length <= COLOURED ? languageOf(name) : null;
  const [coloured, setColoured] = useState<Scoped | null>(null);
  useEffect(() => {
    let wanted = true;
    setColoured(null);
    if (language) {
      import("./highlight")
        .then((part) => part.highlight(text, language))
        .then(
          (tree) => wanted && setColoured(tree),
          // The text stays readable without its colours.
          () => undefined,
        );
    }
    return () => {
      wanted = false;
    };
  }, [text, language]);
  const numbers = useMemo(
    () =>
      text
        .replace(/\n$/, "")
        .split("\n")
        .map((_, line) => line + 1)
        .join("\n"),
    [text],
  );
  return (
    <div className={classes.code} data-zoomed>
      <pre aria-hidden className={classes.numbers}>
        {numbers}
      </pre>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard too */}
      <pre className={classes.lines} data-testid="text" tabIndex={0}>
        <code>{coloured ? draw(coloured) : text}</code>
      </pre>
    </div>
  );
}

function draw(node: Scoped): ReactNode {
  return node.children.map((child, number) =>
    typeof child === "string" ? (
      child
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a tree that is drawn once and never changes
      <span key={number} data-scope={child.scope?.split(".")[0]}>
        {draw(child)}
      </span>
    ),
  );
}
