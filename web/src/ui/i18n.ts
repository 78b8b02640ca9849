import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { read, write } from "./storage";

export const languages = ["en", "zh-Hans"] as const;
export type Language = (typeof languages)[number];

// Each language and each section is its own chunk: nobody downloads what they do not read.
const loaders = import.meta.glob<{ default: object }>("/src/locales/*/*.json");

export type Section =
  | "security"
  | "sessions"
  | "reports"
  | "profile"
  | "organizations"
  | "joining"
  | "provisioning"
  | "cloud"
  | "preview"
  | "sharing"
  | "links"
  | "schedule"
  | "call"
  | "hosting"
  | "recording"
  | "talk"
  | "promises"
  | "copy"
  | "accesses"
  | "erasure"
  | "mine"
  | "operator";
const sections = new Set<Section | "translation">(["translation"]);

export function detectLanguage(): Language {
  const stored = read("language");
  if (stored === "en" || stored === "zh-Hans") return stored;
  const preferred = navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag)) ?? navigator.language;
  return /^zh/i.test(preferred) ? "zh-Hans" : "en";
}

export const currentLanguage = () => i18next.language as Language;

/** English as the person's region writes dates and hours (`en-GB`); Chinese always in the simplified script of the texts. */
export const currentLocale = (): string => {
  const language = currentLanguage();
  if (language !== "en") return language;
  return navigator.languages.find((tag) => /^en\b/i.test(tag)) ?? language;
};

const loaded = new Set<string>();

async function load(language: Language) {
  const paths = [...sections].map((section) => `/src/locales/${language}/${section}.json`);
  await Promise.all(
    paths
      .filter((path) => !loaded.has(path))
      .map(async (path) => {
        const loader = loaders[path];
        if (!loader) throw new Error(`no texts at ${path}`);
        const { default: texts } = await loader();
        i18next.addResourceBundle(language, "translation", texts, true);
        loaded.add(path);
      }),
  );
}

/** Bring in the texts of a part of the product before its page is shown; they follow the language from then on. */
export async function loadTexts(...wanted: Section[]) {
  for (const section of wanted) sections.add(section);
  await load(currentLanguage());
}

export async function startLanguage() {
  const language = detectLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: {},
    interpolation: { escapeValue: false }, // React escapes.
    returnNull: false,
  });
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The language to read from now on; null: the browser's own again. */
export async function chooseLanguage(choice: Language | null) {
  write("language", choice);
  const language = detectLanguage();
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
