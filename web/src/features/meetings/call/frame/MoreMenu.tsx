import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconDots } from "@tabler/icons-react";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "./CallContext";
import classes from "./frame.module.css";
import type { Command } from "./part";

interface Props {
  commands: Command[];
  opened: boolean;
  onChange: (opened: boolean) => void;
}

const group = (command: Command | undefined) => Math.floor((command?.order ?? 0) / 100);

export function MoreMenu({ commands, opened, onChange }: Props) {
  const { t } = useTranslation();
  const call = useCall();
  return (
    <Menu position="top-end" opened={opened} onChange={onChange} withinPortal>
      <Menu.Target>
        <Tooltip label={t("call.more")} disabled={opened}>
          <ActionIcon
            className={classes.button}
            variant="transparent"
            size={48}
            radius="xl"
            aria-label={t("call.more")}
            data-testid="more"
          >
            <IconDots size={26} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {commands.map((command, index) => {
          const Icon = command.icon(call);
          const pressed = command.pressed?.(call);
          return (
            <Fragment key={command.id}>
              {index > 0 && group(command) !== group(commands[index - 1]) ? <Menu.Divider /> : null}
              {pressed === undefined ? (
                <Menu.Item
                  leftSection={<Icon size={20} stroke={1.5} />}
                  className={command.tone === "danger" ? classes.grave : undefined}
                  onClick={() => void command.run(call)}
                  data-testid={command.id}
                >
                  {command.label(call)}
                </Menu.Item>
              ) : (
                <Menu.CheckboxItem
                  checked={pressed}
                  onChange={() => void command.run(call)}
                  closeMenuOnClick
                  rightSection={pressed ? <IconCheck size={18} stroke={1.5} /> : null}
                  classNames={{ itemIndicator: classes.unseen }}
                  data-testid={command.id}
                >
                  <span className={classes.toggle}>
                    <Icon size={20} stroke={1.5} />
                    {command.label(call)}
                  </span>
                </Menu.CheckboxItem>
              )}
            </Fragment>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
