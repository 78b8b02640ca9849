import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconLogout, IconSettings } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui";
import { usePerson, useSignOut } from "./session";

export function AccountMenu() {
  const { t } = useTranslation();
  const person = usePerson();
  const signOut = useSignOut();
  const [opened, setOpened] = useState(false);
  if (!person) return null;
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Tooltip label={t("account.label")} disabled={opened}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="inherit"
            size={36}
            aria-label={t("account.label")}
            data-testid="account"
          >
            <Avatar name={person.name} picture={person.picture} size={28} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {t("account.signedInAs")} <bdi>{person.name ?? person.phone_hint}</bdi>
        </Menu.Label>
        <Menu.Item
          component={Link}
          to="/settings/profile"
          leftSection={<IconSettings size={18} stroke={1.5} />}
          data-testid="settings"
        >
          {t("account.settings")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={18} stroke={1.5} />}
          onClick={() => signOut.mutate()}
          disabled={signOut.isPending}
          data-testid="sign-out"
        >
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
