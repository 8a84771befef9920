// Rules part by part, each as one line of text, in the words in which the history of the schema tells them.
import type { FenceRule, LocationRules, LoyaltyRules, MatchingRules, RetentionRules, SchemaChange, SchemaPart, SettingsRules } from "../../api/schema";
import type { Part } from "./rules";

export const MATCHING_KEYS = ["family_name", "given_name", "birthday", "street", "house_number", "postal_code", "city", "phone"] as const satisfies readonly (keyof MatchingRules)[];

type Told = [id: string, is: string][];

const matching = (rules: MatchingRules): Told => MATCHING_KEYS.flatMap((key): Told => (rules[key] ? [[key, rules[key]]] : []));

const loyalty = ({ points, amount, place, expire_after, tiers, told_points, told_tier }: LoyaltyRules): Told => [
  ["points_per", `${points} per ${amount}`],
  ...(place === "everywhere" ? [] : [["counts", place] as [string, string]]),
  ...(expire_after === null ? [] : [["expire_after", expire_after] as [string, string]]),
  ...tiers.map(({ id, from, within }): [string, string] => [`tier ${id}`, `from ${from}${within === null ? "" : `, within ${within}`}`]),
  ...(told_points === null ? [] : [["told_points", told_points] as [string, string]]),
  ...(told_tier === null ? [] : [["told_tier", told_tier] as [string, string]]),
];

const around = ({ place, outlet }: FenceRule) => place ?? `outlet ${outlet ?? ""}`;

const location = ({ outlets_m, dwell, away, fences }: LocationRules): Told => [
  ...(outlets_m === null ? [] : [["outlets_m", `${outlets_m} m`] as [string, string]]),
  ["dwell", dwell],
  ["away", away],
  ...fences.map((fence): [string, string] => [`fence ${fence.id}`, `${around(fence)}; ${fence.radius_m} m`]),
];

const retention = ({ daily, keep_orders, rules }: RetentionRules): Told => [
  ["daily", daily ? "yes" : "no"],
  ["keep_orders", keep_orders],
  ...rules.map(({ id, about, after }): [string, string] => [`rule ${id}`, `${about} ${after}`]),
];

function told<P extends Part>(part: P, rules: SettingsRules[P]): Told {
  if (rules === null) return [];
  if (part === "matching") return matching(rules as MatchingRules);
  if (part === "loyalty") return loyalty(rules as LoyaltyRules);
  return part === "location" ? location(rules as LocationRules) : retention(rules as RetentionRules);
}

const OF: Record<Part, SchemaPart> = { matching: "matching", loyalty: "loyalty", location: "fence", retention: "retention" };
export const RULE_PARTS: readonly SchemaPart[] = Object.values(OF);

/** What differs, as the history will tell it. */
export function ruleChanges<P extends Part>(part: P, before: SettingsRules[P], after: SettingsRules[P]): SchemaChange[] {
  const [old, now] = [new Map(told(part, before)), new Map(told(part, after))];
  const ids = [...new Set([...old.keys(), ...now.keys()])];
  return ids.filter((id) => old.get(id) !== now.get(id)).map((id) => ({ part: OF[part], id, before: old.get(id) ?? null, after: now.get(id) ?? null }));
}
