const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

const named: Record<string, string> = { escape: "Esc", delete: "Del" };

/** A key as people call it: of `mod+k`, Ctrl K or ⌘ K. */
export const legible = (keys: string) =>
  named[keys] ??
  keys.replace("mod+", isMac ? "⌘ " : "Ctrl ").replace(/(?<![a-z])[a-z](?=$|\d|nter$)/, (key) => key.toUpperCase());
