import "@/ui/mantine";
import { createRoot } from "react-dom/client";
import { Providers } from "@/app/Providers";
import { startLanguage } from "@/ui/i18n";
import { startStorage } from "@/ui/storage";

startStorage();

// A page left open while Egret was updated asks for parts that are gone: it fetches the new ones, unless it just did.
window.addEventListener("vite:preloadError", (event) => {
  if (performance.now() < 10_000) return;
  event.preventDefault();
  window.location.reload();
});

// The texts are a few kilobytes and arrive with the same round trip as the page's own chunk: no flash of keys.
startLanguage().then(() => {
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<Providers />);
});
