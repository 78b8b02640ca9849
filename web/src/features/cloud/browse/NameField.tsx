import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { sentences } from "@/ui";
import type { Entry } from "../types";
import classes from "./browse.module.css";

interface Props {
  entry: Entry;
  /** Resolves when the server agreed. */
  onRename: (entry: Entry, name: string) => Promise<void>;
  onDone: () => void;
}

/** The name in its place, ready to be written over; the ending stays as it mostly should. */
export function NameField({ entry, onRename, onDone }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(entry.name);
  const [problem, setProblem] = useState<unknown>(null);
  const saving = useRef(false);

  useEffect(() => {
    const dot = entry.is_folder ? -1 : entry.name.lastIndexOf(".");
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(0, dot > 0 ? dot : entry.name.length);
  }, [entry]);

  const save = async () => {
    const wanted = name.trim();
    if (saving.current) return;
    if (!wanted || wanted === entry.name) return onDone();
    saving.current = true;
    try {
      await onRename(entry, wanted);
      onDone();
    } catch (error) {
      setProblem(error);
      field.current?.focus();
    } finally {
      saving.current = false;
    }
  };

  const refused = problem
    ? isProblem(problem)
      ? sentences(problem.title, problem.detail)
      : t("problem.failed")
    : null;
  return (
    <span className={classes.renaming}>
      <input
        ref={field}
        value={name}
        aria-label={t("cloud.newName", { name: entry.name })}
        aria-invalid={refused ? true : undefined}
        aria-describedby={refused ? "rename-problem" : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          // The Enter that chooses a Chinese word is not the one that ends the name.
          if (event.key === "Enter" && !event.nativeEvent.isComposing) void save();
          if (event.key === "Escape") onDone();
        }}
        onBlur={() => void (problem ? onDone() : save())}
        onClick={(event) => event.stopPropagation()}
        data-testid="rename"
      />
      {refused ? (
        <span id="rename-problem" role="alert" className={classes.renameProblem}>
          {refused}
        </span>
      ) : null}
    </span>
  );
}
