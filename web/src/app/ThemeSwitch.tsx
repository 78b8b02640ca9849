import { ActionIcon, type MantineColorScheme, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSaveChoice } from "@/features/accounts";

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const save = useSaveChoice();
  const [opened, setOpened] = useState(false);
  const schemes: { value: MantineColorScheme; label: string; Icon: typeof IconSun }[] = [
    { value: "light", label: t("theme.light"), Icon: IconSun },
    { value: "dark", label: t("theme.dark"), Icon: IconMoon },
    { value: "auto", label: t("theme.system"), Icon: IconDeviceDesktop },
  ];
  const current = schemes.find((scheme) => scheme.value === colorScheme) ?? schemes[2];
  const CurrentIcon = current?.Icon ?? IconSun;
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Tooltip label={t("theme.label")} disabled={opened}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="inherit"
            size={36}
            aria-label={`${t("theme.label")}: ${current?.label}`}
            data-testid="theme"
          >
            <CurrentIcon size={20} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={18} stroke={1.5} />}
            rightSection={value === colorScheme ? <IconCheck size={18} stroke={1.5} /> : null}
            onClick={() => {
              setColorScheme(value);
              // Where it cannot be saved it still holds in this page.
              save({ theme: value === "auto" ? null : value }).catch(() => undefined);
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
