import { type DragEvent, type ReactNode, useRef, useState } from "react";
import classes from "./dropZone.module.css";

interface Props {
  icon: ReactNode;
  /** What to put here; where something lies here already, its name. */
  children: ReactNode;
  note: ReactNode;
  /** As the `accept` of an input of files. */
  accept: string;
  onFile: (file: File) => void;
  testId: string;
}

/** A place for one file: dropped on it, or chosen from a dialog by click and by key. */
export function DropZone({ icon, children, note, accept, onFile, testId }: Props) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const choose = (file: File | undefined) => {
    if (file) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };
  return (
    <>
      <button
        type="button"
        className={classes.drop}
        data-over={over || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {icon}
        {children}
        <span className={classes.note}>{note}</span>
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={(event) => {
          choose(event.currentTarget.files?.[0]);
          // The same file can be chosen again after it was changed.
          event.currentTarget.value = "";
        }}
        data-testid={testId}
      />
    </>
  );
}
