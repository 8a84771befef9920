// The proposed mapping with what somebody said beyond it.
import { useMemo } from "react";
import type { LookedAt } from "../../api/schema";
import type { Work } from "./bundle";
import { refined, type Refined } from "./refine";

const NOTHING: Refined = { mapping: "", missing: [] };

export function useRefined(looked: LookedAt | undefined, { meanings, more }: Work): Refined {
  return useMemo(() => (looked === undefined ? NOTHING : refined(looked, meanings, more)), [looked, meanings, more]);
}
