import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { pdfAssets } from "./scripts/pdfAssets";

export default defineConfig({
  plugins: [react(), pdfAssets()],
  worker: { format: "es" },
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    // The polyfill is an inline script for browsers we do not support; the content policy would refuse it.
    modulePreload: { polyfill: false },
    // Data addresses would be allowed for images only; one rule for all assets is easier to reason about.
    assetsInlineLimit: 0,
    // What most pages share comes in one piece: thirty small ones cost as many answers, and compress less well.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", minShareCount: 25 }] } } },
  },
});
