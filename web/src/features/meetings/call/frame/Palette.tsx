import { Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { legible } from "@/ui/keyNames";
import { commands } from "../parts";
import { useCall } from "./CallContext";
import classes from "./frame.module.css";

export const PALETTE = "palette";

/** Every command by its name. */
export function Palette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("call.palette")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      yOffset="10dvh"
      centered={false}
      returnFocus
      data-testid="palette-dialog"
    >
      <Choice onClose={onClose} />
    </Modal>
  );
}

function Choice({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const call = useCall();
  const listId = useId();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const found = commands
    .filter((command) => command.id !== PALETTE && (command.when?.(call) ?? true))
    .map((command) => ({ command, label: command.label(call) }))
    .filter(({ label }) => matches(label, words));
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (choice: typeof chosen) => {
    if (!choice) return;
    onClose();
    void choice.command.run(call);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
    // Enter may be choosing among the characters of an input method.
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        leftSection={<IconSearch size={18} stroke={1.5} />}
        placeholder={t("call.paletteHint")}
        aria-label={t("call.paletteHint")}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={chosen ? `${listId}-${chosen.command.id}` : undefined}
        data-testid="palette-words"
      />
      <div id={listId} role="listbox" aria-label={t("call.palette")} className={classes.choices}>
        {found.map((choice) => {
          const Icon = choice.command.icon(call);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and its keys
            <div
              key={choice.command.id}
              id={`${listId}-${choice.command.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={choice === chosen}
              className={classes.choice}
              onClick={() => run(choice)}
              ref={choice === chosen ? (node) => node?.scrollIntoView({ block: "nearest" }) : undefined}
            >
              <Icon size={20} stroke={1.5} aria-hidden />
              <span>{choice.label}</span>
              {choice.command.keys?.[0] ? <kbd>{legible(choice.command.keys[0])}</kbd> : null}
            </div>
          );
        })}
      </div>
      {found.length === 0 ? <p className={classes.none}>{t("call.paletteNone")}</p> : null}
    </>
  );
}

/** Every typed word begins somewhere in the label. */
function matches(label: string, words: string): boolean {
  const inLabel = label.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => inLabel.includes(word));
}
