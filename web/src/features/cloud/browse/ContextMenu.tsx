import { Drawer, Menu, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import classes from "../dialogs/dialogs.module.css";
import { KEYS } from "../labels";
import type { Act, possible } from "../model/commands";
import barClasses from "./bars.module.css";
import { commandIcons } from "./icons";

interface Props {
  title: string;
  at: { x: number; y: number };
  offered: ReturnType<typeof possible>;
  onAct: (act: Act) => void;
  onClose: () => void;
}

/** What can be done with what is chosen: a menu at the pointer, on a phone a sheet from below. */
export function ContextMenu({ title, at, offered, onAct, onClose }: Props) {
  const { t } = useTranslation();
  const phone = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false });
  const choose = (act: Act) => {
    onClose();
    onAct(act);
  };
  const groups = [...new Set(offered.map(({ command }) => command.group))].sort();
  if (phone) {
    return (
      <Drawer
        classNames={{ content: classes.fromBelow }}
        opened
        onClose={onClose}
        position="bottom"
        size="auto"
        title={title}
        closeButtonProps={{ "aria-label": t("common.close") }}
      >
        <div className={classes.sheet} data-testid="sheet">
          {offered.map(({ command, act }) => {
            const Icon = commandIcons[command.id];
            return (
              <UnstyledButton
                key={command.id}
                className={classes.sheetItem}
                data-destructive={command.destructive || undefined}
                onClick={() => choose(act)}
                data-testid={`act-${command.id}`}
              >
                {Icon ? <Icon size={22} stroke={1.5} aria-hidden /> : null}
                {t(command.label)}
              </UnstyledButton>
            );
          })}
        </div>
      </Drawer>
    );
  }
  return (
    <Menu opened onChange={(opened) => (opened ? undefined : onClose())} position="bottom-start" width={240} trapFocus>
      <Menu.Target>
        <UnstyledButton className={barClasses.pointer} style={{ left: at.x, top: at.y }} tabIndex={-1} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown data-testid="menu">
        {groups.map((group, index) => (
          <Fragment key={group}>
            {index > 0 ? <Menu.Divider /> : null}
            {offered
              .filter(({ command }) => command.group === group)
              .map(({ command, act }) => {
                const Icon = commandIcons[command.id];
                return (
                  <Menu.Item
                    key={command.id}
                    leftSection={Icon ? <Icon size={18} stroke={1.5} /> : null}
                    rightSection={command.key ? <kbd className={barClasses.key}>{t(KEYS[command.key])}</kbd> : null}
                    color={command.destructive ? "heron" : undefined}
                    onClick={() => choose(act)}
                    data-testid={`act-${command.id}`}
                  >
                    {t(command.label)}
                  </Menu.Item>
                );
              })}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
