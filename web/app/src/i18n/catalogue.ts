// The words on screen: two catalogues with the same keys, and a pseudo language that shows what escaped them.
import de from "./de.json";
import en from "./en.json";

export type Key = keyof typeof de;
export type Language = "de" | "en" | "pseudo";
export type Params = Record<string, string | number>;

// Each language must have every key of the other; a missing one is a type error here.
const catalogues: Record<"de" | "en", Record<Key, string>> = { de, en: en satisfies Record<Key, string> };

const LOCALES: Record<Language, string> = { de: "de-DE", en: "en-GB", pseudo: "en-GB" };
export const localeOf = (language: Language) => LOCALES[language];

export function isKey(key: string): key is Key {
  return Object.hasOwn(de, key);
}

/** `{name}` is filled in; of "one|other" the form that fits `count` is taken. */
export function translate(language: Language, key: Key, params: Params = {}): string {
  const source = catalogues[language === "pseudo" ? "en" : language][key];
  const text = source.includes("|") ? form(language, source, Number(params["count"] ?? 0)) : source;
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(localeOf(language)).format(value) : value;
  });
  return language === "pseudo" ? pseudo(filled) : filled;
}

function form(language: Language, source: string, count: number): string {
  const [one = "", other = one] = source.split("|");
  return new Intl.PluralRules(localeOf(language)).select(count) === "one" ? one : other;
}

export const pseudo = (text: string) => `⟦${text}⟧`;
