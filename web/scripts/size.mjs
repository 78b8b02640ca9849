// Prints what the first load of each entry costs, gzip: the entry, its static imports, its styles.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = "dist/assets";
const size = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const html = readFileSync("dist/index.html", "utf8");
const direct = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
let first = size("dist/index.html") + size("dist/boot.js");
for (const path of direct) {
  const bytes = size(join("dist", path));
  first += bytes;
  console.log(`first  ${kilobytes(bytes).padStart(10)}  ${path}`);
}
for (const name of readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))) {
  if (!direct.includes(`assets/${name}`))
    console.log(`lazy   ${kilobytes(size(join(folder, name))).padStart(10)}  ${name}`);
}
console.log(`total of the first load before the page's own chunk: ${kilobytes(first)}`);
