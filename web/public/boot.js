// Runs before the first paint, so that a person with the dark theme never sees a white flash.
// Reads the same keys as src/ui/storage.ts; writes nothing.
(() => {
  const root = document.documentElement;
  let theme = null;
  let language = null;
  try {
    theme = localStorage.getItem("egret.theme");
    language = localStorage.getItem("egret.language");
  } catch {
    // Storage refused: the system's choice holds.
  }
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
  const chinese = language ? language === "zh-Hans" : /^zh/i.test(navigator.language);
  root.lang = chinese ? "zh-Hans" : "en";
})();
