// How orders are counted by a mapping, rule by rule, so that each can be said in a sentence: what was proposed, and what
// somebody chose.
import { type More, NO_MORE } from "./refine";
import { mappingOf } from "./roles";

export const RULES = ["cancelled", "returns", "not_articles", "once", "paid", "utc"] as const;
export type RuleName = (typeof RULES)[number];
/** `values`: what the sentence names; `holds`: the rule does something; `from`: whose it is. */
export interface Rule { name: RuleName; holds: boolean; values: string[]; column: string; from: "usual" | "proposed" | "own" }

const OF_MORE: Record<RuleName, keyof More> = { cancelled: "cancelled", returns: "returns", not_articles: "notArticles", once: "once", paid: "paid", utc: "utc" };

type Node = Record<string, unknown>;
const node = (value: unknown): Node => (typeof value === "object" && value !== null && !Array.isArray(value) ? value as Node : {});
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string" || typeof one === "number").map(String) : typeof value === "string" ? [value] : []);

/** Of a mapping that reads orders; of another one none. */
export function rulesOf(mapping: string, more: More, byHand: boolean): Rule[] {
  const all = mappingOf(mapping);
  if (all.orders === undefined) return [];
  const orders = node(all.orders);
  const cancelled = node(orders.cancelled);
  const rule = (name: RuleName, holds: boolean, values: string[] = [], column = ""): Rule => {
    const own = byHand || JSON.stringify(more[OF_MORE[name]]) !== JSON.stringify(NO_MORE[OF_MORE[name]]);
    return { name, holds, values, column, from: own && (holds || !byHand) ? "own" : holds ? "proposed" : "usual" };
  };
  const numbers = texts(node(orders.takes_back).numbers).map((one) => one.replace(/\*$/, ""));
  const notArticles = texts(orders.not_articles);
  return [
    rule("cancelled", texts(cancelled.values).length > 0, texts(cancelled.values), typeof cancelled.column === "string" ? cancelled.column : ""),
    rule("returns", numbers.length > 0, numbers),
    rule("not_articles", notArticles.length > 0, notArticles),
    rule("once", orders.exact_duplicates === "drop"),
    rule("paid", orders.free_lines === "skip"),
    ...(node(orders.occurred).time_zone === "UTC" ? [rule("utc", true)] : []),
  ];
}

/** The column that says whose an order is. */
export function customerColumn(mapping: string): { file: string; column: string } | null {
  const orders = node(mappingOf(mapping).orders);
  const { file } = orders;
  const { column } = node(orders.customer);
  return typeof file === "string" && typeof column === "string" ? { file, column } : null;
}
