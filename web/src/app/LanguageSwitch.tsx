import { Button, Menu } from "@mantine/core";
import { IconCheck, IconLanguage } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSaveChoice } from "@/features/accounts";
import { chooseLanguage, type Language, languages } from "@/ui/i18n";
import classes from "./frame.module.css";

// Each language is named in itself: whoever needs the switch cannot read the other one.
const names: Record<Language, string> = { en: "English", "zh-Hans": "简体中文" };

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  const queryClient = useQueryClient();
  const save = useSaveChoice();
  const choose = async (language: Language) => {
    await chooseLanguage(language);
    // Where it cannot be saved it still holds in this page.
    await save({ language }).catch(() => undefined);
    // The server speaks the language it was asked in.
    await queryClient.invalidateQueries();
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          c="inherit"
          fw={400}
          px={10}
          leftSection={<IconLanguage size={20} stroke={1.5} />}
          aria-label={`${t("nav.language")}: ${names[i18n.language as Language]}`}
          data-testid="language"
        >
          <span className={classes.language}>{names[i18n.language as Language]}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => choose(language)}
            rightSection={language === i18n.language ? <IconCheck size={18} stroke={1.5} /> : null}
          >
            {names[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
