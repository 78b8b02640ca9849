import { Link } from "@tanstack/react-router";
import { AccountMenu } from "@/features/accounts";
import { Mark } from "@/ui";
import classes from "./frame.module.css";
import { LanguageSwitch } from "./LanguageSwitch";
import { ThemeSwitch } from "./ThemeSwitch";

export function Header() {
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <Mark />
        <span>Egret</span>
      </Link>
      <LanguageSwitch />
      <ThemeSwitch />
      <AccountMenu />
    </header>
  );
}
