/** A path inside this site, or nothing: `?next=` must not be able to send a person who just signed in elsewhere. */
export function localPath(value: unknown): string | undefined {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value)) return undefined;
  try {
    // Browsers drop tabs and newlines and read backslashes as slashes; let the parser say where this really leads.
    const url = new URL(value, "https://egret.invalid");
    return url.origin === "https://egret.invalid" ? url.pathname + url.search + url.hash : undefined;
  } catch {
    return undefined;
  }
}
