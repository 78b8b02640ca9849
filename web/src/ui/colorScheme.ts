import type { MantineColorScheme, MantineColorSchemeManager } from "@mantine/core";
import { read, write } from "./storage";

let show: (value: MantineColorScheme) => void = () => undefined;

/** Mantine's own manager would write a key of its own; this one goes through the registry. */
export const colorSchemeManager: MantineColorSchemeManager = {
  get: (fallback) => {
    const chosen = read("theme");
    return chosen === "light" || chosen === "dark" ? chosen : fallback;
  },
  set: (value) => write("theme", value === "auto" ? null : value),
  subscribe: (onUpdate) => {
    show = onUpdate;
  },
  unsubscribe: () => {
    show = () => undefined;
  },
  clear: () => write("theme", null),
};

/** For whoever is not a component: what a person chose in their account, on whichever browser. */
export function showTheme(theme: "light" | "dark") {
  write("theme", theme);
  show(theme);
}
