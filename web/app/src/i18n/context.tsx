// Language of the person at the screen: chosen by them, else that of their account, else the browser's.
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { Localised } from "../api/schema";
import { isKey, type Key, type Language, localeOf, type Params, translate } from "./catalogue";
import { type Format, formatter } from "./format";
import { ruleWords } from "./rule";
import { spanSeconds } from "./span";
import { readable, unslug } from "./unslug";

interface Words {
  language: Language;
  setLanguage(language: Language): void;
  t(key: Key, params?: Params): string;
  /** Words for a code of the server; an unknown code is shown as it is. */
  code(area: string, code: string, params?: Params): string;
  /** What the server says in two languages. */
  say(text: Localised | string | null | undefined): string;
  /** A rule in words; its exact text belongs beside it. */
  rule(text: string): string;
  format: Format;
}

const STORED = "anlass.language";
const Context = createContext<Words | null>(null);

function known(text: string | null | undefined): Language | null {
  return text === "de" || text === "en" || text === "pseudo" ? text : null;
}

/** Areas of codes that are ids of things which people define and name. */
const NAMED = ["exit", "purpose", "field", "event", "entity", "source", "consent_text"];
/** Of these an id without a name is read as its words. */
const READABLE = ["entity", "source"];
/** Of these it begins with a capital letter, as the names of the app do. */
const TITLED = ["field"];

interface Provided {
  timeZone: string;
  /** Of amounts in rules. */
  currency: string | undefined;
  ofAccount: string | undefined;
  /** What people call things by their ids. */
  names: Record<string, Localised>;
  children: ReactNode;
}

export function LanguageProvider({ timeZone, currency, ofAccount, names, children }: Provided) {
  const [chosen, choose] = useState<Language | null>(() => known(localStorage.getItem(STORED)));
  const language = chosen ?? known(ofAccount) ?? (navigator.language.startsWith("de") ? "de" : "en");
  const words = useMemo<Words>(() => {
    document.documentElement.lang = localeOf(language).slice(0, 2);
    const format = formatter(language, timeZone, currency);
    const span = (text: string) => {
      const seconds = spanSeconds(text);
      return seconds === null ? text : format.exactSpan(seconds);
    };
    const say = (text: Localised | string | null | undefined) => {
      if (text === null || text === undefined) return "";
      if (typeof text === "string") return text;
      return (language === "de" ? text.de : text.en) || text.de || text.en || "";
    };
    const named = (key: string) => {
      const [area = "", ...id] = key.split(".");
      return NAMED.includes(area) ? say(names[id.join(".")]) : "";
    };
    const has = (key: string): key is Key => named(key) !== "" || isKey(key);
    return {
      language,
      setLanguage(next) {
        localStorage.setItem(STORED, next);
        choose(next);
      },
      t: (key, params) => translate(language, key, params),
      code: (area, code, params) => {
        const key = `${area}.${code}`;
        return named(key) || (isKey(key) ? translate(language, key, params) : READABLE.includes(area) ? unslug(code) : TITLED.includes(area) ? readable(code) : code);
      },
      say,
      rule: (text) => ruleWords(text, { has, t: (key, params) => named(key) || translate(language, key, params), span, number: format.plainNumber, day: format.plainDay }),
      format,
    };
  }, [language, timeZone, currency, names]);
  return <Context.Provider value={words}>{children}</Context.Provider>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (words === null) throw new Error("useWords outside of LanguageProvider");
  return words;
}
