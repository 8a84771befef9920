// Fences as somebody writes them.
import type { LocationRules, Localised } from "../../api/schema";
import { both, proposed } from "../schema/draft";
import { spanSeconds } from "../../i18n/span";
import { placeOf } from "./coordinates";

/** `id`: of what is live; "": it is proposed from the name. Around `place`, or around the outlet where `isOutlet`. */
export interface FenceDraft { key: string; id: string; name: Localised; isOutlet: boolean; place: string; outlet: string; radius_m: number }
export interface PlacesDraft { outlets_m: number | null; dwell: string; away: string; fences: FenceDraft[] }
export type PlacesWhy = "radius" | "name" | "id" | "taken" | "place" | "outlet" | "dwell" | "away";

const RADIUS = [50, 50_000] as const;
const HOUR_S = 3_600;

export function placesDraftOf(rules: LocationRules | null): PlacesDraft {
  if (rules === null) return { outlets_m: null, dwell: "10m", away: "5m", fences: [] };
  return { ...rules, fences: rules.fences.map(({ id, name, place, outlet, radius_m }) => ({ key: id, id, name, isOutlet: outlet !== null, place: place ?? "", outlet: outlet ?? "", radius_m })) };
}

export const newFence = (key: string): FenceDraft => ({ key, id: "", name: { de: "", en: "" }, isOutlet: false, place: "", outlet: "", radius_m: 200 });

export const fenceId = ({ id, name }: Pick<FenceDraft, "id" | "name">) => id || proposed(name, "_");

export function readPlaces({ fences, ...more }: PlacesDraft): LocationRules {
  const read = (fence: FenceDraft) => ({
    id: fenceId(fence), name: both(fence.name) ?? fence.name, radius_m: fence.radius_m,
    place: fence.isOutlet ? null : (placeOf(fence.place) ?? fence.place), outlet: fence.isOutlet ? fence.outlet.trim() : null,
  });
  return { ...more, fences: fences.map(read) };
}

const isBadRadius = (metres: number) => metres < RADIUS[0] || metres > RADIUS[1];

/** `at`: the key of a fence, or the name of a field. `outlets`: numbers of those there are. */
export function placesTroubles(draft: PlacesDraft, outlets: string[]): { at: string; why: PlacesWhy }[] {
  const all: { at: string; why: PlacesWhy }[] = [];
  if (draft.outlets_m !== null && isBadRadius(draft.outlets_m)) all.push({ at: "outlets_m", why: "radius" });
  if ((spanSeconds(draft.dwell) ?? 0) > 12 * HOUR_S) all.push({ at: "dwell", why: "dwell" });
  if ((spanSeconds(draft.away) ?? 0) > 2 * HOUR_S) all.push({ at: "away", why: "away" });
  const ids = draft.fences.map(fenceId);
  draft.fences.forEach((fence, index) => {
    const why: PlacesWhy | null = both(fence.name) === null ? "name" : ids[index] === "" ? "id" : ids.indexOf(ids[index] ?? "") !== index ? "taken"
      : fence.isOutlet && !outlets.includes(fence.outlet.trim()) ? "outlet" : !fence.isOutlet && placeOf(fence.place) === null ? "place" : isBadRadius(fence.radius_m) ? "radius" : null;
    if (why !== null) all.push({ at: fence.key, why });
  });
  return all;
}
