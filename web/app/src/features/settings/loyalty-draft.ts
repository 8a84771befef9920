// A loyalty programme as somebody writes it.
import type { Localised, LoyaltyRules } from "../../api/schema";
import { both, proposed } from "../schema/draft";
import { isNoSpan } from "./span";

/** `id`: of what is live; "": it is proposed from the name. */
export interface TierDraft { key: string; id: string; name: Localised; from: number; within: string | null }
/** Fields: "" for none. */
export interface LoyaltyDraft { points: number; amount: number; place: LoyaltyRules["place"]; expire_after: string | null; tiers: TierDraft[]; told_points: string; told_tier: string }
export type LoyaltyWhy = "none" | "name" | "id" | "taken" | "order" | "span";

export function loyaltyDraftOf(rules: LoyaltyRules | null): LoyaltyDraft {
  if (rules === null) return { points: 1, amount: 1, place: "everywhere", expire_after: null, tiers: [], told_points: "", told_tier: "" };
  const { tiers, told_points, told_tier, ...more } = rules;
  return { ...more, tiers: tiers.map((tier) => ({ key: tier.id, ...tier })), told_points: told_points ?? "", told_tier: told_tier ?? "" };
}

export const newTier = (key: string, before: TierDraft[]): TierDraft => ({ key, id: "", name: { de: "", en: "" }, from: before.length === 0 ? 500 : (before[before.length - 1]?.from ?? 0) * 2, within: null });

export const tierId = ({ id, name }: Pick<TierDraft, "id" | "name">) => id || proposed(name, "_");

export function readLoyalty({ tiers, told_points, told_tier, ...more }: LoyaltyDraft): LoyaltyRules {
  return { ...more, tiers: tiers.map((tier) => ({ id: tierId(tier), name: both(tier.name) ?? tier.name, from: tier.from, within: tier.within })), told_points: told_points || null, told_tier: told_tier || null };
}

/** `at`: the key of a tier, or the name of a field. */
export function loyaltyTroubles(draft: LoyaltyDraft): { at: string; why: LoyaltyWhy }[] {
  const all: { at: string; why: LoyaltyWhy }[] = [];
  if (draft.points === 0) all.push({ at: "points", why: "none" });
  if (draft.amount === 0) all.push({ at: "amount", why: "none" });
  if (draft.expire_after !== null && isNoSpan(draft.expire_after)) all.push({ at: "expire_after", why: "span" });
  const ids = draft.tiers.map(tierId);
  draft.tiers.forEach((tier, index) => {
    const below = draft.tiers[index - 1]?.from ?? 0;
    const why: LoyaltyWhy | null = both(tier.name) === null ? "name" : ids[index] === "" ? "id" : ids.indexOf(ids[index] ?? "") !== index ? "taken" : tier.from <= below ? "order" : tier.within !== null && isNoSpan(tier.within) ? "span" : null;
    if (why !== null) all.push({ at: tier.key, why });
  });
  return all;
}
