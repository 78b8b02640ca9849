import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { AccountMenu, usePerson } from "@/features/accounts";
import { SpaceSwitch } from "@/features/organizations";
import { loadTexts, Mark } from "@/ui";
import classes from "./frame.module.css";
import { LanguageSwitch } from "./LanguageSwitch";
import { ThemeSwitch } from "./ThemeSwitch";

// Nothing that a page waits for.
const NoticeBell = lazy(async () => {
  const [part] = await Promise.all([import("@/features/meetings/schedule/NoticeBell"), loadTexts("schedule")]);
  return { default: part.NoticeBell };
});

export function Header() {
  const person = usePerson();
  return (
    <header className={classes.header}>
      <Link to="/" className={classes.brand}>
        <Mark />
        <span>Egret</span>
      </Link>
      {person ? <SpaceSwitch place="header" /> : null}
      {person ? (
        <Suspense fallback={null}>
          <NoticeBell />
        </Suspense>
      ) : null}
      <LanguageSwitch />
      <ThemeSwitch />
      <AccountMenu />
    </header>
  );
}
