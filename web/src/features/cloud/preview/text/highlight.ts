import core from "highlight.js/lib/core";

type Loader = () => Promise<{ default: Parameters<typeof core.registerLanguage>[1] }>;

// One chunk a language: whoever reads Python downloads Python's.
const LOADERS: Record<string, Loader> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  diff: () => import("highlight.js/lib/languages/diff"),
  go: () => import("highlight.js/lib/languages/go"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  less: () => import("highlight.js/lib/languages/less"),
  lua: () => import("highlight.js/lib/languages/lua"),
  makefile: () => import("highlight.js/lib/languages/makefile"),
  perl: () => import("highlight.js/lib/languages/perl"),
  php: () => import("highlight.js/lib/languages/php"),
  powershell: () => import("highlight.js/lib/languages/powershell"),
  python: () => import("highlight.js/lib/languages/python"),
  r: () => import("highlight.js/lib/languages/r"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  scss: () => import("highlight.js/lib/languages/scss"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};
// Languages within others: scripts and styles in markup.
const WITHIN: Record<string, string[]> = { xml: ["javascript", "css"], php: ["xml", "javascript", "css"] };

export interface Scoped {
  scope?: string;
  children: (Scoped | string)[];
}

/** A program's tree of scopes. Never markup: what is drawn from it are React's own elements. */
export async function highlight(text: string, language: string): Promise<Scoped | null> {
  for (const name of [language, ...(WITHIN[language] ?? [])]) {
    const loader = LOADERS[name];
    if (loader && !core.getLanguage(name)) core.registerLanguage(name, (await loader()).default);
  }
  if (!core.getLanguage(language)) return null;
  const result = core.highlight(text, { language, ignoreIllegals: true });
  return (result._emitter as unknown as { root: Scoped }).root;
}
