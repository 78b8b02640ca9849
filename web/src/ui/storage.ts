/**
 * Everything Egret keeps in this browser outside the session cookie. The policy's storage table lists the same keys;
 * a key that is not here cannot be written.
 */
const registry = {
  /** The language a person chose; absent while the browser's language holds. */
  language: "egret.language",
  /** The theme a person chose; absent while the system's theme holds. */
  theme: "egret.theme",
  /** Camera, microphone and speaker a person picked; written only when they pick one. */
  devices: "egret.devices",
} as const;

type Name = keyof typeof registry;

export function read(name: Name): string | null {
  try {
    return localStorage.getItem(registry[name]);
  } catch {
    return null; // Storage refused by the person: everything works without it.
  }
}

export function write(name: Name, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(registry[name]);
    else localStorage.setItem(registry[name], value);
  } catch {
    // Same: the choice holds until the page closes.
  }
}
