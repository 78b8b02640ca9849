import type { Shown } from "./entry";

/** How a file is shown. `unshowable` pictures are those that browsers do not read, HEIC above all. */
export type Kind = "picture" | "unshowable" | "pdf" | "audio" | "video" | "text" | "markdown" | "table" | "other";

/** Names of highlight.js' languages by the ending of a file's name. */
const LANGUAGES: Record<string, string> = {
  bash: "bash",
  c: "c",
  cc: "cpp",
  cjs: "javascript",
  conf: "ini",
  cpp: "cpp",
  cs: "csharp",
  css: "css",
  cxx: "cpp",
  diff: "diff",
  go: "go",
  h: "cpp",
  hpp: "cpp",
  htm: "xml",
  html: "xml",
  ini: "ini",
  java: "java",
  js: "javascript",
  json: "json",
  jsonl: "json",
  jsx: "javascript",
  kt: "kotlin",
  less: "less",
  lua: "lua",
  mjs: "javascript",
  patch: "diff",
  php: "php",
  pl: "perl",
  properties: "ini",
  ps1: "powershell",
  py: "python",
  r: "r",
  rb: "ruby",
  rs: "rust",
  scss: "scss",
  sh: "bash",
  sql: "sql",
  svg: "xml",
  swift: "swift",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  vue: "xml",
  xhtml: "xml",
  xml: "xml",
  yaml: "yaml",
  yml: "yaml",
  zsh: "bash",
};
const PLAIN = new Set([
  "txt",
  "text",
  "log",
  "tex",
  "srt",
  "vtt",
  "ics",
  "vcf",
  "env",
  "gitignore",
  "rst",
  "bib",
  "csl",
]);
const PLAIN_NAMES = new Set(["dockerfile", "makefile", "license", "readme", "changelog"]);
const SHOWABLE = /^image\/(?:png|jpeg|gif|webp|avif|bmp|x-icon|vnd\.microsoft\.icon)$/;
const UNSHOWABLE = /^image\/(?!svg)/;
const AUDIO = new Set(["mp3", "m4a", "aac", "ogg", "oga", "opus", "flac", "wav", "weba"]);
const VIDEO = new Set(["mp4", "m4v", "webm", "mov", "ogv", "mkv"]);
const TEXTUAL = /^text\/|^application\/(?:json|xml|javascript|x-sh|sql|toml|yaml|x-yaml|x-ndjson)$|\+(?:json|xml)$/;

const endingOf = (name: string) => (name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "");

export const languageOf = (name: string): string | null =>
  LANGUAGES[endingOf(name)] ?? (name.toLowerCase() === "makefile" ? "makefile" : null);

/** Markup that could run as a page of its own: only its source is ever shown. */
export const isActiveMarkup = (entry: Shown) =>
  /^(?:html?|xhtml|svg)$/.test(endingOf(entry.name)) || /html|svg/.test(entry.media_type);

/** The name's ending goes before the type: `.ts` is registered as a video, and is a program nearly always. */
export function kindOf(entry: Shown): Kind {
  const ending = endingOf(entry.name);
  const type = entry.media_type;
  if (ending === "md" || ending === "markdown" || type === "text/markdown") return "markdown";
  if (ending === "csv" || ending === "tsv" || type === "text/csv") return "table";
  if (LANGUAGES[ending] || PLAIN.has(ending) || PLAIN_NAMES.has(entry.name.toLowerCase())) return "text";
  if (ending === "pdf" || type === "application/pdf") return "pdf";
  if (SHOWABLE.test(type)) return "picture";
  if (UNSHOWABLE.test(type) || ending === "heic" || ending === "heif") return "unshowable";
  if (AUDIO.has(ending) || type.startsWith("audio/")) return "audio";
  if (VIDEO.has(ending) || type.startsWith("video/")) return "video";
  return TEXTUAL.test(type) ? "text" : "other";
}
