import { ActionIcon, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { commands } from "../parts";
import { useCall } from "./CallContext";
import classes from "./frame.module.css";
import { MoreMenu } from "./MoreMenu";
import type { Command } from "./part";

/** What fits beside the menu and leaving on the narrowest phones. */
const ON_NARROW = 4;

const noBadge = () => 0;

export function ControlBar({ menu, onMenu }: { menu: boolean; onMenu: (opened: boolean) => void }) {
  const { t } = useTranslation();
  const call = useCall();
  const narrow = useMediaQuery("(max-width: 40em)");
  const offered = commands.filter((command) => command.when?.(call) ?? true);
  const last = offered.filter((command) => command.place === "bar" && command.tone === "danger");
  const bar = offered.filter((command) => command.place === "bar" && command.tone !== "danger");
  const shown = narrow ? bar.slice(0, ON_NARROW) : bar;
  const more = offered.filter(
    (command) => command.place === "more" || (bar.includes(command) && !shown.includes(command)),
  );
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("call.controls")}>
      {shown.map((command) => (
        <BarButton key={command.id} command={command} />
      ))}
      <MoreMenu commands={more} opened={menu} onChange={onMenu} />
      {last.map((command) => (
        <BarButton key={command.id} command={command} />
      ))}
    </div>
  );
}

function BarButton({ command }: { command: Command }) {
  const call = useCall();
  const badge = (command.useBadge ?? noBadge)();
  const label = command.label(call);
  const pressed = command.pressed?.(call);
  const inverted = command.tone === "inverted";
  const Icon = command.icon(call);
  return (
    <Tooltip label={label}>
      <ActionIcon
        className={classes.button}
        variant="transparent"
        size={48}
        radius="xl"
        aria-label={badge ? `${label} (${badge})` : label}
        // Where the label itself changes with the state, saying the state too would negate it.
        aria-pressed={inverted ? undefined : pressed}
        data-off={(inverted && !pressed) || undefined}
        data-on={inverted ? String(pressed) : undefined}
        data-danger={command.tone === "danger" || undefined}
        onClick={() => void command.run(call)}
        data-testid={command.id}
      >
        <Icon size={26} stroke={1.5} />
        {badge ? (
          <span className={classes.count} aria-hidden>
            {badge > 99 ? "99+" : badge}
          </span>
        ) : null}
      </ActionIcon>
    </Tooltip>
  );
}
