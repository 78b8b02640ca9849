import type { MantineColorScheme, MantineColorSchemeManager } from "@mantine/core";
import { read, write } from "./storage";

/** Mantine's own manager would write a key of its own; this one goes through the registry. */
export const colorSchemeManager: MantineColorSchemeManager = {
  get: (fallback) => {
    const stored = read("theme");
    return stored === "light" || stored === "dark" ? stored : fallback;
  },
  set: (value: MantineColorScheme) => write("theme", value === "auto" ? null : value),
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => write("theme", null),
};
