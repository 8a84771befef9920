// A price as somebody writes it: an amount in the signs of their language, where it holds, for whom and how long; and what
// takes it back.
import { localOf, momentOf } from "../../i18n/zoned";
import type { PriceRow, PriceTold } from "./types";

/** `from`, `until`: on the organisation's clock, "": from now on, and until another one is told. */
export interface PriceDraft { amount: string; sphere: PriceRow["sphere"]; place: string; group: string; from: string; until: string }
export type PriceWhy = "amount" | "digits" | "large" | "place" | "moment" | "order" | "ended";

export const SPHERES = ["everywhere", "zone", "outlet"] as const satisfies PriceRow["sphere"][];
export const EMPTY_PRICE: PriceDraft = { amount: "", sphere: "everywhere", place: "", group: "", from: "", until: "" };
/** Minor units that the server takes. */
const MINOR_MAX = 1_000_000_000_000;

export interface Signs { decimal: string; group: string; digits: number }

/** How a language writes amounts of a currency. */
export function signsOf(locale: string, currency: string): Signs {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(12_345.6);
  const sign = (type: string, usual: string) => parts.find((part) => part.type === type)?.value ?? usual;
  return { decimal: sign("decimal", "."), group: sign("group", ","), digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
}

/**
 * Minor units of an amount. The language's own signs come first; the other language's decimal sign is understood where it can
 * be nothing else.
 */
export function minorOf(text: string, { decimal, group, digits }: Signs): { minor: number } | { why: "amount" | "digits" | "large" } {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "").replace(/^\p{Sc}|\p{Sc}$/gu, "");
  if (!/^\d[\d.,]*$/.test(plain)) return { why: "amount" };
  const marks = plain.replace(/\d/g, "");
  const tail = plain.slice(plain.search(/[.,](?=\d*$)/) + 1);
  // "12.5" in a language that groups by points: three digits would follow a group.
  const isOther = marks.length === 1 && marks === group && tail.length !== 3;
  const point = isOther ? group : decimal;
  const [whole = "", fraction = "", ...more] = plain.split(point);
  const grouped = isOther ? /^\d+$/ : new RegExp(`^(\\d+|\\d{1,3}(\\${group}\\d{3})+)$`);
  if (more.length > 0 || !grouped.test(whole) || !/^\d*$/.test(fraction)) return { why: "amount" };
  if (fraction.length > digits) return { why: "digits" };
  const minor = Number(whole.replaceAll(group, "") + fraction.padEnd(digits, "0"));
  return minor > MINOR_MAX ? { why: "large" } : { minor };
}

export const correctionOf = ({ amount, sphere, place, group, until }: PriceRow, locale: string, digits: number, zone: string): PriceDraft => ({ amount: amountOf(amount.minor, locale, digits), sphere, place: place ?? "", group: group ?? "", from: "", until: localOf(until, zone) });

/** As somebody of that language would write it. */
export function amountOf(minor: number, locale: string, digits: number): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }).format(minor / 10 ** digits);
}

/** `corrects`: the row whose beginning stays. */
export function priceTroubles(draft: PriceDraft, signs: Signs, zone: string, now: string, corrects: PriceRow | null): { at: keyof PriceDraft; why: PriceWhy }[] {
  const all: { at: keyof PriceDraft; why: PriceWhy }[] = [];
  const read = minorOf(draft.amount, signs);
  if ("why" in read) all.push({ at: "amount", why: read.why });
  if (draft.sphere !== "everywhere" && draft.place === "") all.push({ at: "place", why: "place" });
  const [from, until] = [draft.from === "" ? null : momentOf(draft.from, zone), draft.until === "" ? null : momentOf(draft.until, zone)];
  if (draft.from !== "" && from === null && corrects === null) all.push({ at: "from", why: "moment" });
  if (draft.until !== "" && until === null) all.push({ at: "until", why: "moment" });
  const begins = corrects?.from ?? from;
  if (until !== null && Date.parse(until) <= Date.parse(begins ?? now)) all.push({ at: "until", why: begins === null ? "ended" : "order" });
  return all;
}

/** What the server is told; null: it is no amount. */
export function priceToldOf(draft: PriceDraft, signs: Signs, zone: string, corrects: PriceRow | null): PriceTold | null {
  const read = minorOf(draft.amount, signs);
  if ("why" in read) return null;
  const from = corrects?.from ?? (draft.from === "" ? null : momentOf(draft.from, zone));
  const isSameEnd = corrects !== null && corrects.until !== null && draft.until === localOf(corrects.until, zone);
  // An end that nobody changed stays to the second.
  const until = isSameEnd ? corrects.until : draft.until === "" ? null : momentOf(draft.until, zone);
  const group = draft.group.trim();
  return {
    minor: read.minor,
    ...(draft.sphere === "everywhere" ? {} : { [draft.sphere]: draft.place }),
    ...(group === "" ? {} : { group }),
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
  };
}

/** As it would be told again. */
export const toldOf = ({ amount, sphere, place, group, from, until }: PriceRow): PriceTold => ({
  minor: amount.minor,
  ...(sphere === "everywhere" || place === null ? {} : { [sphere]: place }),
  ...(group === null ? {} : { group }),
  from,
  ...(until === null ? {} : { until }),
});

const isBeside = (told: Pick<PriceTold, "outlet" | "zone" | "group">) => (row: PriceRow) =>
  row.sphere === (told.outlet ? "outlet" : told.zone ? "zone" : "everywhere") && (row.place ?? undefined) === (told.outlet ?? told.zone ?? undefined) && (row.group ?? undefined) === (told.group ?? undefined);

const same = (one: PriceRow, other: PriceRow) => one.sphere === other.sphere && one.place === other.place && one.group === other.group && one.from === other.from && one.until === other.until && one.amount.minor === other.amount.minor;

/** A group that nothing else names comes back as its hash. */
const isHash = (group: string | null) => group?.startsWith("#") ?? false;

/** The row that came of what was told; null: nothing changed. */
export function newRow(before: PriceRow[], after: PriceRow[], told: PriceTold): PriceRow | null {
  const fresh = after.filter((row) => !before.some((old) => same(old, row)));
  const { group, ...where } = told;
  return fresh.find(isBeside(told)) ?? (group ? fresh.find((row) => isHash(row.group) && isBeside(where)({ ...row, group: null })) : undefined) ?? null;
}

/**
 * What makes prices be as they were before a row came: the row that began at the same moment is told again (`was`), and where
 * none did, the new one is taken back as if it had never held (`gone`).
 */
export function wayBack(before: PriceRow[], row: PriceRow): { told: PriceTold; how: "was" | "gone" } {
  const stood = before.find((one) => one.from === row.from && isBeside(toldOf(row))(one));
  return stood === undefined ? { told: toldOf(row), how: "gone" } : { told: toldOf(stood), how: "was" };
}

/** By what the server finds a row that is taken back. */
export const namedBy = ({ outlet, zone, group, from }: PriceTold) => ({ outlet, zone, group, from });

/** A place that is known by its hash only cannot be named to the server. */
export const canBeNamed = ({ sphere, place }: PriceRow) => sphere === "everywhere" || (place !== null && !/^[0-9a-f]{16}$/.test(place));
