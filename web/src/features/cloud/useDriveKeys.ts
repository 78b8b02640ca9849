import { useTranslation } from "react-i18next";
import { useShortcuts } from "@/ui";
import type { Act, possible, Situation } from "./model/commands";
import { all, cleared, type Selection } from "./model/selection";
import type { Entry } from "./types";
import type { useActs } from "./useActs";

interface Props {
  /** A dialog has keys of its own. */
  covered: boolean;
  situation: Situation;
  offered: ReturnType<typeof possible>;
  entries: readonly Entry[];
  /** Where something new would go, if anywhere. */
  addTo: string | null;
  acts: ReturnType<typeof useActs>;
  onAct: (act: Act) => void;
  onSelect: (change: (before: Selection) => Selection) => void;
}

/** Text that somebody marked is what they mean to copy. */
const nothingMarked = () => getSelection()?.isCollapsed !== false;

/** The keys of the drive's page, as a file manager has them. */
export function useDriveKeys({ covered, situation, offered, entries, addTo, acts, onAct, onSelect }: Props) {
  const { t } = useTranslation();
  const ids = () => entries.map((entry) => entry.id);
  const { chosen, view } = situation;
  const moves = offered.some(({ command }) => command.id === "move");
  const keys = [
    ...offered.flatMap(({ command, act }) =>
      command.key && command.id !== "open"
        ? [{ keys: [command.key], label: t(command.label), run: () => onAct(act) }]
        : [],
    ),
    { keys: ["mod+a"], label: t("cloud.selectAll"), run: () => onSelect((before) => all(ids(), before)) },
    { keys: ["escape"], label: t("cloud.clearSelection"), run: () => onSelect(cleared) },
    ...(view === "trash"
      ? []
      : [
          {
            keys: ["mod+c"],
            label: t("cloud.act.carry"),
            run: () => acts.carry(chosen, "copy"),
            when: () => chosen.length > 0 && nothingMarked(),
          },
        ]),
    ...(moves
      ? [
          {
            keys: ["mod+x"],
            label: t("cloud.act.cut"),
            run: () => acts.carry(chosen, "move"),
            when: () => chosen.length > 0 && nothingMarked(),
          },
        ]
      : []),
    ...(addTo
      ? [
          { keys: ["mod+v"], label: t("cloud.act.paste"), run: () => void acts.paste(addTo) },
          { keys: ["n"], label: t("cloud.newFolder"), run: () => acts.setDialog({ kind: "newFolder" }) },
        ]
      : []),
    // The list's own keys, named so that `?` shows them: no key is called so, and none is taken from a button.
    { keys: ["↑", "↓"], label: t("cloud.goThrough"), run: () => undefined },
    { keys: ["↵"], label: t("cloud.act.open"), run: () => undefined },
  ];
  useShortcuts(covered ? [] : keys);
}
