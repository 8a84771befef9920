// Recipes by how far their data are there, and what of their data is missing.
import type { Bringer, NeededFact, Readiness, Recipe, RecipeStanding } from "../../api/schema";

export const STANDINGS: RecipeStanding[] = ["ready", "silent", "partly", "missing"];
export const STANDING_TONES: Record<RecipeStanding, string> = { ready: "good", silent: "warn", partly: "accent", missing: "" };

/** What can be made live at once comes first, what is live already last. */
export function sorted(recipes: Recipe[]): Recipe[] {
  const rank = ({ standing, live }: Recipe) => (live ? STANDINGS.length : STANDINGS.indexOf(standing));
  return [...recipes].sort((one, other) => rank(one) - rank(other));
}

export const isHere = ({ count }: Pick<NeededFact, "count">) => count > 0;

/** `lacking`: live ones of whose data something is missing. */
export function counted(recipes: Recipe[]): { live: number; ready: number; missing: number; lacking: number } {
  const open = recipes.filter(({ live }) => !live);
  return { live: recipes.length - open.length, ready: open.filter(({ standing }) => standing === "ready").length, missing: open.filter(({ standing }) => standing === "missing").length, lacking: recipes.filter(({ live, facts }) => live && !facts.every(isHere)).length };
}

/** Kinds of sources by how much each would bring, without what is live anyway. */
export function unlocking({ recipes, unlocks }: Readiness): Readiness["unlocks"] {
  const isOpen = (id: string) => !recipes.some((recipe) => recipe.id === id && recipe.live);
  return unlocks.map((one) => ({ ...one, recipes: one.recipes.filter(isOpen) })).filter(({ recipes: own }) => own.length > 0).sort((one, other) => other.recipes.length - one.recipes.length);
}

/** Which sources would bring what is missing, what brings most first; those that bring the same stand together. */
export function bringers(facts: NeededFact[]): { sources: Bringer[]; facts: NeededFact[]; all: boolean }[] {
  const missing = facts.filter((fact) => !isHere(fact));
  const groups: ReturnType<typeof bringers> = [];
  for (const source of new Set(missing.flatMap(({ brought_by: by }) => by))) {
    const own = missing.filter(({ brought_by: by }) => by.includes(source));
    const same = groups.find((one) => one.facts.length === own.length && one.facts.every((fact) => own.includes(fact)));
    if (same) same.sources.push(source);
    else groups.push({ sources: [source], facts: own, all: own.length === missing.length });
  }
  return groups.sort((one, other) => other.facts.length - one.facts.length);
}
