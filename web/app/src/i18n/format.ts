// Numbers, money, dates and spans of time, always by Intl and in the organisation's time zone.
import type { Money } from "../api/schema";
import { type Language, localeOf, pseudo, translate } from "./catalogue";

export interface Format {
  number(value: number): string;
  /** So exact as an estimate is. */
  about(value: number): string;
  list(items: string[]): string;
  /** With its sign. */
  change(value: number): string;
  percent(share: number, digits?: number): string;
  points(share: number): string;
  money(value: Money): string;
  bytes(value: number): string;
  kilometres(value: number): string;
  date(time: string): string;
  dateTime(time: string): string;
  /** Where a second decides. */
  dateClock(time: string): string;
  time(time: string): string;
  /** To the second. */
  clock(time: string): string;
  /** A moment on the organisation's clock, as documents write it. */
  toLocal(time: string): string;
  /** A moment that is already on the organisation's clock. */
  local(time: string): string;
  day(day: string): string;
  /** "Mon". */
  weekday(day: string): string;
  /** "Monday". */
  weekdayName(day: string): string;
  ago(time: string, now: string): string;
  span(seconds: number): string;
  /** With every unit it has: what is compared with it may differ in the least. */
  exactSpan(seconds: number): string;
  /** A number as rules and facts write it: what has a point, "20.00", is an amount, for nothing else has one. */
  plainNumber(text: string): string;
  /** What a language is called, by its tag. */
  language(tag: string): string;
  /** A day as facts write it, "1968-04-12", in digits. */
  plainDay(text: string): string;
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

export function formatter(language: Language, timeZone: string, currency?: string): Format {
  const locale = localeOf(language);
  const out = (text: string) => (language === "pseudo" ? pseudo(text) : text);
  const moment = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (time: string) => {
      const date = new Date(time);
      return Number.isNaN(date.getTime()) ? time : out(format.format(date));
    };
  };
  const day = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "short" });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short" });
  const weekdayName = new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "long" });
  // Swedish writes moments the way documents do.
  const asLocal = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const local = new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: "exceptZero" });
  return {
    number: (value) => out(new Intl.NumberFormat(locale).format(value)),
    about: (value) => out(new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }).format(value)),
    list: (items) => out(new Intl.ListFormat(locale, { type: "conjunction" }).format(items)),
    change: (value) => out(new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(value)),
    percent: (share, digits = 0) =>
      out(new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits, minimumFractionDigits: digits }).format(share)),
    points: (share) => out(signed.format(share * 100)),
    money: (value) => out(moneyText(locale, value)),
    bytes: (value) => out(bytesText(locale, value)),
    date: moment({ day: "numeric", month: "short", year: "numeric" }),
    dateTime: moment({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }),
    dateClock: moment({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    local: (text) => {
      const date = new Date(`${text.slice(0, 16)}Z`);
      return Number.isNaN(date.getTime()) ? text : out(local.format(date));
    },
    toLocal: (time) => asLocal.format(new Date(time)).replace(" ", "T"),
    clock: moment({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    time: moment({ hour: "2-digit", minute: "2-digit" }),
    day: (text) => out(day.format(new Date(text.length === 10 ? `${text}T00:00:00Z` : text))),
    weekday: (text) => out(weekday.format(new Date(text))),
    weekdayName: (text) => out(weekdayName.format(new Date(text))),
    ago: (time, now) => out(agoText(language, time, now)),
    kilometres: (value) => out(new Intl.NumberFormat(locale, { style: "unit", unit: "kilometer", maximumFractionDigits: 1 }).format(value)),
    span: (seconds) => out(spanText(locale, seconds)),
    exactSpan: (seconds) => out(spanText(locale, seconds, UNITS.length)),
    plainNumber: (text) => out(plainNumber(locale, text, currency)),
    language: (tag) => out(languageName(locale, tag)),
    plainDay: (text) => out(plainDay(locale, text)),
  };
}

/** Minor units become the currency's own digits: 1999 EUR is 19.99, 1999 JPY is 1999. */
export function moneyText(locale: string, value: Money): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: value.currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(value.minor / 10 ** digits);
}

export function bytesText(locale: string, value: number): string {
  const steps = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(steps.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return new Intl.NumberFormat(locale, { style: "unit", unit: steps[power] ?? "byte", maximumFractionDigits: 1 }).format(
    value / 1000 ** power,
  );
}

/** "vor 3 Min.", or that it is just now. */
export function agoText(language: Language, time: string, now: string): string {
  const seconds = Math.round((Date.parse(time) - Date.parse(now)) / 1000);
  if (Number.isNaN(seconds)) return time;
  if (Math.abs(seconds) < 10) return translate(language === "pseudo" ? "en" : language, "time.now");
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3];
  const whole = Math.trunc(seconds / size);
  return new Intl.RelativeTimeFormat(localeOf(language), { numeric: "always", style: "short" }).format(whole, unit);
}

/** "20.00" with the signs of a language and the digits it has, and with its currency where that is known. */
export function plainNumber(locale: string, text: string, currency?: string): string {
  const digits = text.split(".")[1]?.length ?? 0;
  const value = Number(text);
  const style = currency !== undefined && digits > 0 ? ({ style: "currency", currency } as const) : {};
  return Number.isNaN(value) ? text : new Intl.NumberFormat(locale, { ...style, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** "en" is "Englisch" in German; what is no tag stays as it is. */
export function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function plainDay(locale: string, text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? text : new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "2-digit", month: "2-digit", year: "numeric" }).format(date);
}

/** The greatest units, two if nothing else is said: "2 Stunden 5 Minuten". */
export function spanText(locale: string, seconds: number, most = 2): string {
  let rest = Math.max(0, Math.round(seconds));
  const words: string[] = [];
  for (const [unit, size] of UNITS) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    if (whole > 0 && words.length < most) {
      words.push(new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(whole));
    }
  }
  return words.length > 0 ? words.join(" ") : new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "long" }).format(0);
}
