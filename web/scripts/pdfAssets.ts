// What pdf.js fetches by name while it reads a document goes to /pdfjs/: tables for Chinese, Japanese and Korean codes,
// the fourteen standard fonts, and the decoders in the form that needs no WebAssembly.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const PACKAGE = dirname(dirname(fileURLToPath(import.meta.resolve("pdfjs-dist"))));
const WANTED: Record<string, RegExp> = {
  cmaps: /\.bcmap$/,
  standard_fonts: /\.(?:pfb|ttf)$/,
  wasm: /_nowasm_fallback\.js$/,
};

const files = () =>
  Object.entries(WANTED).flatMap(([folder, pattern]) =>
    readdirSync(join(PACKAGE, folder))
      .filter((name) => pattern.test(name))
      .map((name) => `${folder}/${name}`),
  );

export function pdfAssets(): Plugin {
  return {
    name: "pdf-assets",
    generateBundle() {
      for (const file of files()) {
        this.emitFile({ type: "asset", fileName: `pdfjs/${file}`, source: readFileSync(join(PACKAGE, file)) });
      }
    },
    configureServer(server) {
      const known = new Set(files());
      server.middlewares.use("/pdfjs/", (request, response, next) => {
        const file = (request.url ?? "").split("?")[0]?.slice(1) ?? "";
        if (!known.has(file)) return next();
        response.setHeader("Content-Type", file.endsWith(".js") ? "text/javascript" : "application/octet-stream");
        response.end(readFileSync(join(PACKAGE, file)));
      });
    },
  };
}
