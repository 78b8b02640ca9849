import { Link } from "@tanstack/react-router";
import { AccountMenu, usePerson } from "@/features/accounts";
import { SpaceSwitch } from "@/features/organizations";
import { Mark } from "@/ui";
import classes from "./frame.module.css";
import { LanguageSwitch } from "./LanguageSwitch";
import { ThemeSwitch } from "./ThemeSwitch";

export function Header() {
  const person = usePerson();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <Mark />
        <span>Egret</span>
      </Link>
      {person ? <SpaceSwitch place="header" /> : null}
      <LanguageSwitch />
      <ThemeSwitch />
      <AccountMenu />
    </header>
  );
}
