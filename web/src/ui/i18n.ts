import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { read, write } from "./storage";

export const languages = ["en", "zh-Hans"] as const;
export type Language = (typeof languages)[number];

// Each language is its own chunk: nobody downloads the one they do not read.
const loaders: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import("@/locales/en/translation.json"),
  "zh-Hans": () => import("@/locales/zh-Hans/translation.json"),
};

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

async function load(language: Language) {
  if (i18next.hasResourceBundle(language, "translation")) return;
  const { default: texts } = await loaders[language]();
  i18next.addResourceBundle(language, "translation", texts);
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

export async function chooseLanguage(language: Language) {
  await load(language);
  write("language", language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
