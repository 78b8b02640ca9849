import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDots, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Act, possible } from "../model/commands";
import classes from "./bars.module.css";
import { commandIcons } from "./icons";

interface Props {
  count: number;
  offered: ReturnType<typeof possible>;
  onAct: (act: Act) => void;
  onClear: () => void;
  onMore: (at: { x: number; y: number }) => void;
}

// Opening is what a click does; it needs no button.
const LEFT_OUT = new Set(["open", "locate"]);

/** What is chosen and what can be done with it, in the place of the columns' names. */
export function Toolbar({ count, offered, onAct, onClear, onMore }: Props) {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false });
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t("cloud.actions")} data-testid="toolbar">
      <Tooltip label={t("cloud.clearSelection")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="inherit"
          size={36}
          aria-label={t("cloud.clearSelection")}
          onClick={onClear}
        >
          <IconX size={20} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <strong className={classes.count} aria-live="polite">
        {t("cloud.chosen", { count })}
      </strong>
      {phone ? (
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconDots size={20} stroke={1.5} />}
          onClick={() => onMore({ x: 0, y: 0 })}
          data-testid="toolbar-more"
        >
          {t("cloud.actions")}
        </Button>
      ) : (
        offered
          .filter(({ command }) => !LEFT_OUT.has(command.id))
          .map(({ command, act }) => {
            const Icon = commandIcons[command.id];
            return Icon ? (
              <Tooltip key={command.id} label={t(command.label)}>
                <ActionIcon
                  variant="subtle"
                  color={command.destructive ? "heron" : "gray"}
                  c={command.destructive ? undefined : "inherit"}
                  size={36}
                  aria-label={t(command.label)}
                  onClick={() => onAct(act)}
                  data-testid={`tool-${command.id}`}
                >
                  <Icon size={20} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            ) : null;
          })
      )}
    </div>
  );
}
